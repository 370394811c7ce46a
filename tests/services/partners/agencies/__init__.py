"""Who is on the exchange."""
