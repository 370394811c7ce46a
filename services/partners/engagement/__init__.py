"""Engagement: how each agency takes part, silence included, as facts with their times."""
