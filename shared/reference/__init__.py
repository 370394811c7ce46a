"""Code lists and identifiers as data, each with the source it was read from."""
