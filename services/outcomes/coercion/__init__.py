"""Coercion: signs of it that somebody saw, and how to ask the adult safely."""
