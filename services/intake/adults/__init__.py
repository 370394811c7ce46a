"""The adult at risk: who they are, kept encrypted."""
