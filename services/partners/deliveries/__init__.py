"""Deliveries: what each agency is told, in a log of its own, by the channel it can manage."""
