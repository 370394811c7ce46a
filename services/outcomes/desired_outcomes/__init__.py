"""Desired outcomes: what the adult wants, in their own words, with every version kept."""
