"""Tests of parties and invitations."""
