"""Stories across the services."""
