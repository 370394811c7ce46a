"""Ways to run the exchange, and its command line."""
