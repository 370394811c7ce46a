"""The audit: every access, denial and change, appended from the first day."""
