"""What `make secrets` leaves behind, and what it leaves alone."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from deploy.secret_files import AGENCIES_VHOST, FILLER, PROVISIONER, VHOST, make_secrets
from deploy.services import SERVICES
from shared.crypto import Cipher


def _definitions(folder: Path) -> dict[str, Any]:
    definitions: dict[str, Any] = json.loads((folder / "rabbitmq_definitions.json").read_text())
    return definitions


def test_every_secret_that_compose_hands_out_is_made(tmp_path: Path) -> None:
    make_secrets(tmp_path / "secrets")
    compose = yaml.safe_load(Path("docker-compose.yml").read_text())
    wanted = {tmp_path / secret["file"] for secret in compose["secrets"].values()}
    operators_own = tmp_path / "secrets" / "operator.jwk"
    assert set((tmp_path / "secrets").iterdir()) == wanted | {operators_own}


def test_only_their_owner_gets_at_them_and_containers_can_read_theirs(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes.pop("operator.jwk") == 0o600
    assert set(modes.values()) == {0o444}


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    (tmp_path / "intake_broker_url").unlink()
    before = {path: path.read_text() for path in tmp_path.iterdir()}
    assert make_secrets(tmp_path) == ["intake_broker_url"]
    after = {path: path.read_text() for path in before}
    changed = {path.name for path in before if before[path] != after[path]}
    assert changed == {"rabbitmq_definitions.json"}


def test_each_service_has_keys_and_passwords_of_its_own(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    keys = {(tmp_path / f"{service}_encryption_keys").read_text() for service in SERVICES}
    assert len(keys) == len(SERVICES)
    for text in keys:
        Cipher.from_text(text)
    urls = [
        (tmp_path / f"{service}_{kind}_url").read_text()
        for service in SERVICES
        for kind in ("database", "broker")
    ]
    assert len({urlsplit(url).password for url in urls}) == 2 * len(SERVICES)


def test_the_broker_knows_who_uses_it_by_the_passwords_they_hold_and_nobody_else(
    tmp_path: Path,
) -> None:
    make_secrets(tmp_path)
    users = {user["name"]: user for user in _definitions(tmp_path)["users"]}
    holders = {name: f"{name}_broker_url" for name in SERVICES}
    holders |= {FILLER: "partners_agencies_broker_url", PROVISIONER: "partners_management_url"}
    assert set(users) == set(holders)
    for name, user in users.items():
        password = urlsplit((tmp_path / holders[name]).read_text()).password or ""
        kept = base64.b64decode(user["password_hash"])
        assert kept[4:] == hashlib.sha256(kept[:4] + password.encode()).digest()
        assert user["tags"] == (["administrator"] if name == PROVISIONER else [])


def test_who_fills_the_agencies_queues_reaches_nothing_of_the_services(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    permissions = _definitions(tmp_path)["permissions"]
    vhosts = {each["user"]: each["vhost"] for each in permissions}
    assert vhosts == dict.fromkeys(SERVICES, VHOST) | {
        FILLER: AGENCIES_VHOST,
        PROVISIONER: AGENCIES_VHOST,
    }
    nothing = {"configure": "", "write": "", "read": ""}
    assert nothing.items() <= permissions[-1].items()


def test_a_service_publishes_as_itself_and_reads_its_own_queues(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    definitions = _definitions(tmp_path)
    intake = next(each for each in definitions["permissions"] if each["user"] == "intake")
    assert re.match(intake["read"], "alongside.intake")
    assert re.match(intake["read"], "alongside.intake.replay")
    assert not re.match(intake["read"], "alongside.outcomes")
    assert not re.match(intake["configure"], "alongside.outcomes")
    assert not re.match(intake["configure"], "alongside.intake.other")
    topics = next(each for each in definitions["topic_permissions"] if each["user"] == "intake")
    assert re.match(topics["write"], "intake.concern_raised.v1")
    assert not re.match(topics["write"], "partners.agency_suspended.v1")
