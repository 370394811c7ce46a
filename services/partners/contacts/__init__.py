"""Whom to reach at each agency, and for what."""
