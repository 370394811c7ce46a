"""Surveys of those who acted on cases, and of each agency's lead: who was asked, and what came."""
