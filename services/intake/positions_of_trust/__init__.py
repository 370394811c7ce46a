"""Allegations against people in positions of trust, where no adult at risk is known."""
