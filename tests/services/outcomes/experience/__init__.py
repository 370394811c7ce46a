"""What it was like for the adult: invitations, pages, answers."""
