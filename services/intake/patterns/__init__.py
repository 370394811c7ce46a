"""Sources of risk that come up with more than one adult: noticed, and left to people."""
