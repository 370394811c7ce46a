"""Tests of the arithmetic behind reports."""
