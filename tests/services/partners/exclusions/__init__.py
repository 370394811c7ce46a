"""Tests of holds and exclusions."""
