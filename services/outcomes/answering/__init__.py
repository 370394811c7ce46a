"""The pages on which the adult, or a representative, says what it was like: without an account."""
