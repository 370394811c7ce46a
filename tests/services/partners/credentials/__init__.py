"""Tokens, and what clients prove themselves with for them."""
