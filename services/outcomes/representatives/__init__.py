"""Who speaks for or with the adult, by what right, and that they are no source of risk."""
