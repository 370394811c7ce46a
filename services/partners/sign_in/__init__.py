"""People sign in to pages: at their organisation's provider, or in a demonstration by choice."""
