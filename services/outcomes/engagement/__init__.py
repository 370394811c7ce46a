"""How agencies took part: what each was asked and what came of it, by agency and by kind."""
