"""Approaches: how each agency goes about Making Safeguarding Personal, kept by itself."""
