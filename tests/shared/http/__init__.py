"""The HTTP edge, held by a small service of its own: agencies keep notes."""
