"""The services of the exchange; they talk only through events."""
