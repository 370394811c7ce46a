"""Asking for help on a topic from a case: who answered, and whether it helped."""
