"""Contributions: what each agency gives to a case, which stays its own."""
