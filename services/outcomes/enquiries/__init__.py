"""Enquiries: opened by a decision, changed while open, and what they came to."""
