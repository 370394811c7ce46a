"""Makes the files of secrets that compose hands to the containers, where they are missing."""

import hashlib
import json
import os
import re
import secrets
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.operator_key import operator_key, public_half
from deploy.services import SERVICES
from shared.crypto import Cipher
from shared.messaging.rabbit import DEAD, EVENTS, dead_queue_of, queue_of, replay_queue_of

VHOST = "alongside"
_FOLDER = Path("secrets")
_DEFINITIONS = "rabbitmq_definitions.json"


def make_secrets(folder: Path) -> list[str]:
    """Make in `folder` what is missing there and return its names; nothing is ever replaced.

    The folder is open to its owner alone. The files in it can be read by whoever gets at them,
    because each is handed to a container whose user is not the owner. The operator's own key goes
    to no container and is readable by the owner alone.

    The broker's users are written anew each time: they follow from the services' addresses.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    operator = public_half(operator_key(folder))
    made = [name for name, text in _wanted(operator).items() if _write_new(folder / name, text)]
    _write_anew(folder / _DEFINITIONS, json.dumps(_definitions(folder), indent=2))
    return made


def _wanted(operator: str) -> dict[str, str]:
    wanted = {"postgres_password": _password(), "partners_operator_jwk": operator}
    for name in SERVICES:
        wanted |= {
            f"{name}_database_url": f"postgresql+asyncpg://{name}:{_password()}@postgres/{name}",
            f"{name}_broker_url": f"amqp://{name}:{_password()}@rabbitmq/{VHOST}",
            f"{name}_encryption_keys": Cipher.new_key_text(),
        }
    return wanted


def _password() -> str:
    return secrets.token_urlsafe(32)


def _write_new(path: Path, text: str) -> bool:
    if path.exists():
        return False
    _write_anew(path, text)
    return True


def _write_anew(path: Path, text: str) -> None:
    """Write the file whole or not at all."""
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    draft.write_text(text)
    draft.chmod(0o444)
    draft.replace(path)


def _definitions(folder: Path) -> dict[str, Any]:
    """Return the broker's virtual host and its users: one for each service, and no other."""
    urls = {name: urlsplit((folder / f"{name}_broker_url").read_text()) for name in SERVICES}
    return {
        "vhosts": [{"name": VHOST}],
        "users": [
            {
                "name": url.username,
                "password_hash": _hashed(url.password or ""),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": [],
            }
            for url in urls.values()
        ],
        "permissions": [_permissions(name) for name in SERVICES],
        "topic_permissions": [_topic_permissions(name) for name in SERVICES],
    }


def _permissions(service: str) -> dict[str, str]:
    """A service makes and reads its own queues; it reaches another's only by sending to it."""
    queues = (queue_of(service), dead_queue_of(service), replay_queue_of(service))
    own = "|".join(re.escape(name) for name in (EVENTS, DEAD, *queues))
    return {
        "user": service,
        "vhost": VHOST,
        "configure": f"^({own})$",
        "write": rf"^(amq\.default|{own})$",
        "read": f"^({own})$",
    }


def _topic_permissions(service: str) -> dict[str, str]:
    """A service publishes its own events only, and may listen to every service's."""
    return {
        "user": service,
        "vhost": VHOST,
        "exchange": EVENTS,
        "write": rf"^{service}\.",
        "read": rf"^({'|'.join(SERVICES)})\.",
    }


def _hashed(password: str) -> str:
    """Return a password as RabbitMQ keeps it: base64 of a salt and the salted SHA-256."""
    salt = os.urandom(4)
    return b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def main() -> None:
    """Make the missing secrets in ./secrets and say which."""
    for name in make_secrets(_FOLDER):
        sys.stdout.write(f"Made {_FOLDER / name}\n")


if __name__ == "__main__":
    main()
