"""Clocks: by when something should be done, how far it may be extended, and that it was missed."""
