"""Makes the files of secrets that compose hands to the containers, where they are missing."""

import json
import re
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.operator_key import operator_key, public_half
from deploy.services import SERVICES
from services.partners.queues.names import EVERY_QUEUE, NOTHING
from services.partners.queues.passwords import hashed
from shared.crypto import Cipher
from shared.messaging.rabbit import DEAD, EVENTS, dead_queue_of, queue_of, replay_queue_of

VHOST = "alongside"
AGENCIES_VHOST = "agencies"
FILLER = "agencies"
"""The user by which partners fills the agencies' queues."""
PROVISIONER = "provisioner"
"""The user by which partners opens and closes the agencies' users."""
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
    wanted = {
        "postgres_password": _password(),
        "partners_operator_jwk": operator,
        "partners_agencies_broker_url": f"amqp://{FILLER}:{_password()}@rabbitmq/{AGENCIES_VHOST}",
        "partners_management_url": f"http://{PROVISIONER}:{_password()}@rabbitmq:15672",
        "partners_sign_in": "",  # for the operator to fill in: empty, nobody signs in to pages
        "partners_smtp_url": "",  # for the operator to fill in: empty, no letter leaves
    }
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
    """Return the broker's virtual hosts and its users.

    One user for each service; two by which partners serves the agencies, whose own users it
    makes itself. Only an administrator may make users: RabbitMQ knows nothing less that can.
    """
    urls = [
        (folder / f"{name}_broker_url").read_text() for name in (*SERVICES, "partners_agencies")
    ]
    management_url = (folder / "partners_management_url").read_text()
    return {
        "vhosts": [{"name": VHOST}, {"name": AGENCIES_VHOST}],
        "users": [
            *(_user(url, tags=[]) for url in urls),
            _user(management_url, tags=["administrator"]),
        ],
        "permissions": [
            *(_permissions(name) for name in SERVICES),
            _permission(FILLER, EVERY_QUEUE, r"^amq\.default$", EVERY_QUEUE),
            _permission(PROVISIONER, NOTHING, NOTHING, NOTHING),
        ],
        "topic_permissions": [_topic_permissions(name) for name in SERVICES],
    }


def _user(url: str, *, tags: list[str]) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "name": parts.username,
        "password_hash": hashed(parts.password or ""),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def _permission(user: str, configure: str, write: str, read: str) -> dict[str, str]:
    return {
        "user": user,
        "vhost": AGENCIES_VHOST,
        "configure": configure,
        "write": write,
        "read": read,
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


def main() -> None:
    """Make the missing secrets in ./secrets and say which."""
    for name in make_secrets(_FOLDER):
        sys.stdout.write(f"Made {_FOLDER / name}\n")


if __name__ == "__main__":
    main()
