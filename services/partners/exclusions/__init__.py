"""Exclusions: who must not know of a case, decided and lifted by a named person."""
