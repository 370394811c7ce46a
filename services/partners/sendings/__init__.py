"""Sendings: what is to be pushed by each subscription, in order, once, and never to who may not."""
