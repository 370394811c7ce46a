"""The shell of all pages, and what comes in from their forms."""
