"""What agencies declare of their own approach."""
