"""What it was like for the adult: every ended enquiry asks, and it is always known how far."""
