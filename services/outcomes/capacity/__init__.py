"""Mental capacity: for one decision, on one day, with what was found and why."""
