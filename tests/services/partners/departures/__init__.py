"""Leaving the exchange."""
