"""The keys that the exchange signs access tokens with: made, told to the services, replaced."""
