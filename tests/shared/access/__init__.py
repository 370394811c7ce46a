"""Tests of who may see a case."""
