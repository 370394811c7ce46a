"""Emergency access: a case opened for minutes because someone's safety asks for it."""
