"""How an agency that the operator invited comes to join: with a code that is good once."""
