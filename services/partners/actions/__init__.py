"""Actions: agreed steps, each with the agency that is to take it and a day by which."""
