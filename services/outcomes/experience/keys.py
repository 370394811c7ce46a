"""The secrets by which somebody without an account answers: a link, or a code from a letter.

Only digests are kept. A link holds 256 bits, a code 76: 16 letters and digits of 28 that can't be
taken for each other. With a million codes alive and a thousand tries a second, the first hit comes
after some 45,000 years; so nothing needs to be locked, which others could trigger.
"""

import hashlib
import secrets

ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"
"""No vowels, so that no word is spelt; neither 0, O, 1, I nor L."""

CODE_LENGTH = 16
_GROUP = 4
_SEPARATORS = str.maketrans("", "", " -\u2010\u2011\u2012\u2013\u2014\u2212\t")


def new_token() -> str:
    """Return the secret part of a link."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a code to type, as it is printed: in groups of four."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(code[at : at + _GROUP] for at in range(0, CODE_LENGTH, _GROUP))


def digest_of(key: str) -> bytes:
    """Return what is kept of a link's secret, or of a code however it is typed."""
    typed = key.translate(_SEPARATORS).upper()
    is_code = len(typed) == CODE_LENGTH and set(typed) <= set(ALPHABET)
    return hashlib.sha256((typed if is_code else key).encode()).digest()
