"""Tests of the funnel of Making Safeguarding Personal."""
