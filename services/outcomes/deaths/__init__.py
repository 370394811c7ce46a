"""Deaths: that the adult died, or that this was recorded in error."""
