"""Verdicts: whether what the adult wanted came about, each judge apart."""
