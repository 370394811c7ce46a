"""Agencies, keys and tokens."""
