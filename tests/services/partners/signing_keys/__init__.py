"""The keys of the exchange itself."""
