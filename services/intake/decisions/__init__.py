"""What the lead agency gathers about a case, and what it decides."""
