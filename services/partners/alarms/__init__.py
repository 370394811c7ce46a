"""Alarms: nothing undelivered goes unseen."""
