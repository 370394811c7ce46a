"""What the adult wanted, and what came of it."""
