"""The page of a case for people: who takes part, what is asked and done, and what was told."""
