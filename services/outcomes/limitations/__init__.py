"""Limitations: why a wish can't be delivered in full, and what the adult was told."""
