"""The channel `webhook`: events are posted, signed, to the URL that an agency gave."""
