"""Requests: what one agency asks of another in a case, and what it was given."""
