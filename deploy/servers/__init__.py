"""Real PostgreSQL and RabbitMQ for tests and stories: found, started privately, or installed."""
