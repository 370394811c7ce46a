"""Tests of how agencies took part."""
