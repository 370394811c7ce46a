"""Pages for people: one shell for all of them, on every service; they work without scripts."""
