"""Counts with their denominators, from facts kept beside what they count."""
