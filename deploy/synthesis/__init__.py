"""A made-up area: agencies and cases as the services would have told of them, with the truth."""
