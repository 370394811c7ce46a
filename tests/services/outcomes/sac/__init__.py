"""Tests of the national return."""
