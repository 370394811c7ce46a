"""Decisions in the best interests of an adult who lacks capacity for them (section 4)."""
