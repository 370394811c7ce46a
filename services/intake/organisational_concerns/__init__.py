"""Concerns about a provider, a ward or another place, with the cases of its adults beside them."""
