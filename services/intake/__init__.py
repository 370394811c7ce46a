"""Intake: concerns from any agency, up to the decision whether section 42 applies."""
