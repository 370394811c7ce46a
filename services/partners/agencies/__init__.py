"""The agencies on the exchange: who they are, and how far each is."""
