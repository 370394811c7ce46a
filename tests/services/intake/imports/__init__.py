"""Concerns from a file: each row by itself, any of it sent again, nothing raised twice."""
