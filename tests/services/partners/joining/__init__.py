"""Being invited, and joining."""
