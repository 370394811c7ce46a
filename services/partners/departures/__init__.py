"""How an agency leaves the exchange: its part in every case ends, and what would reach it."""
