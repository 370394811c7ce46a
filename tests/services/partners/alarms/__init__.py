"""Nothing undelivered goes unseen."""
