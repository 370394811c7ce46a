"""Safeguarding Adults Reviews: referred to a board, which alone decides and carries them out."""
