"""Sharing: who takes part in a case."""
