"""Evaluation that says how far it can be believed."""
