"""The page of a case for people: what the adult wants, what limits it, and what came of it."""
