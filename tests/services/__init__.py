"""Each service at a desk of its own."""
