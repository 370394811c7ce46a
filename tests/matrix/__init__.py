"""The policy as data, held against the running exchange: every cell, every canary, every break."""
