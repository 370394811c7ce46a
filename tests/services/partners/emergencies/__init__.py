"""Tests of emergency access."""
