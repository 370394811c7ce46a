"""How agencies are doing, in one call and on one page."""
