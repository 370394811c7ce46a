"""Partners alone."""
