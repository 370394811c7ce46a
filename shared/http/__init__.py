"""The HTTP edge: what every request passes before a command, and every answer before a caller."""
