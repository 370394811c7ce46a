"""The contracts between the services and towards the agencies: one module per producer."""
