"""Who may see a case: one pure policy, one SQL filter, one projection held by each service."""
