"""Agreements: what a council shares with an agency, on which basis, and until when."""
