"""Tests of the channel `queue`."""
