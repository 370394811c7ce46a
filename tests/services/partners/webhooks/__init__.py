"""Tests of the channel `webhook`."""
