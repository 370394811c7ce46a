"""Subscriptions: by which channels an agency wants to be told, and of what."""
