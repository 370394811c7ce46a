"""Weighings: what the adult could do, with the benefits and risks that each side sees."""
