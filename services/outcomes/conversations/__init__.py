"""Conversations: occasions on which the adult was, or was not, asked what they want."""
