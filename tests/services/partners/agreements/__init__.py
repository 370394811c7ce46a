"""Tests of sharing agreements."""
