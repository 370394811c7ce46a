"""Alleged sources of risk, and the agencies that must not know because of them."""
