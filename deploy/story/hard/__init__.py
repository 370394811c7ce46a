"""Four hard stories: where Making Safeguarding Personal fits badly, and what holds all the same."""
