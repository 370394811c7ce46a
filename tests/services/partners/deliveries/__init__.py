"""Tests of deliveries and the feed."""
