"""What clients prove themselves with, the tokens they get for it, and the keys that sign those."""
