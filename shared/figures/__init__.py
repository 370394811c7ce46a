"""The arithmetic of evaluation and publication: standard library only, no database, no web."""
