"""The agencies on the exchange: their registration, their keys, and the tokens they act with."""
