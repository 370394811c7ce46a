"""Mail to named contacts."""
