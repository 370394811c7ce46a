"""Tests of what the audit keeps, and of who would change it."""
