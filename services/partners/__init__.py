"""Partners: the agencies, and what each may know, does, and is sent."""
