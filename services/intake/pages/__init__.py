"""Pages for people: the cases they may know, and a case up to its decision."""
