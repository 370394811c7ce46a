"""Whom to reach."""
