"""The ways to run the exchange, and the story that tries them."""
