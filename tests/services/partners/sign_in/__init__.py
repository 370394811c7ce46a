"""Signing in to pages: at a provider, in a demonstration, and not at all."""
