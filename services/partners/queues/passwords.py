"""An agency's password for the broker: shown once, and then only its salted hash is kept. Pure."""

import hashlib
import os
import secrets
from base64 import b64encode


def new_password() -> str:
    """Return a password of 256 random bits, which needs no slow hash."""
    return secrets.token_urlsafe(32)


def hashed(password: str) -> str:
    """Return a password as RabbitMQ keeps it: base64 of a salt and the salted SHA-256."""
    salt = os.urandom(4)
    return b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
