"""Letters: mail to named contacts, outside the exchange, when something waits inside."""
