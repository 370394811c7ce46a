"""Figures: held against published examples, and against everything that the missing could be."""
