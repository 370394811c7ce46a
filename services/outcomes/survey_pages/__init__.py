"""The pages on which somebody who is signed in answers a survey."""
