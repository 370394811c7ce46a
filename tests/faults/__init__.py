"""Real faults on real processes."""
