"""Concerns: raised by any agency, read by those who may."""
