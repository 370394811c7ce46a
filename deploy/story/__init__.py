"""The story, told by a partner system and nothing else: HTTP with tokens, and its own feed."""
