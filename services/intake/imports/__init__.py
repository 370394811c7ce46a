"""Many concerns at once, from a file: each row on its own, and safe to send again."""
