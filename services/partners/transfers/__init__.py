"""Transfers: a contribution passes to another agency, on a basis stated anew, if it accepts."""
