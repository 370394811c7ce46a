"""Effort: what a case took, as far as anybody says, and the time between its milestones."""
