"""What compose promises: every process runs, and none can do more than it needs."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.secret_files import make_secrets
from services.partners.settings import PartnersSettings
from services.partners.sign_in.providers import read_providers
from tests.support.desk import settings_for

COMPOSE: dict[str, Any] = yaml.safe_load(Path("docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVICES = sorted(path.parent.name for path in Path("services").glob("*/app.py"))
BY_CONTAINER = pytest.mark.parametrize("name", sorted(CONTAINERS))


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_an_api_and_a_worker(service: str) -> None:
    assert CONTAINERS[f"{service}-api"]["command"][:2] == ["serve", service]
    assert CONTAINERS[f"{service}-worker"]["command"] == ["work", service]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_behind_the_one_door(service: str) -> None:
    door = " ".join(Path("deploy/caddy/Caddyfile").read_text().split())
    assert f"handle /{service}/* {{ reverse_proxy {service}-api:8000 {{" in door
    assert f"{service}-api" in CONTAINERS["caddy"]["depends_on"]


@pytest.mark.parametrize("service", SERVICES)
def test_figures_are_not_to_be_had_at_the_door(service: str) -> None:
    door = " ".join(Path("deploy/caddy/Caddyfile").read_text().split())
    assert f'handle /{service}/metrics {{ respond "Not found" 404 }}' in door


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_database_and_its_migrations(service: str) -> None:
    assert f"{service}_database_url" in CONTAINERS["postgres"]["secrets"]
    assert f"{service}_database_url" in CONTAINERS["migrate"]["secrets"]
    assert CONTAINERS["migrate"]["command"] == ["migrate"]


@BY_CONTAINER
def test_a_container_can_write_nothing_and_gain_nothing(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in container
    assert container["mem_limit"]


@BY_CONTAINER
def test_no_container_runs_as_root(name: str) -> None:
    container = CONTAINERS[name]
    if container["image"] == "alongside":
        assert "USER 10001:10001\n" in Path("deploy/Dockerfile").read_text()
        assert "user" not in container
    else:
        assert container["user"] not in {"root", "0", "0:0"}


def test_the_door_and_the_agencies_queues_are_all_that_listens_and_only_on_this_machine() -> None:
    published = {name: each["ports"] for name, each in CONTAINERS.items() if "ports" in each}
    assert published == {
        "caddy": ["127.0.0.1:${PORT:-8080}:8080"],
        "rabbitmq": ["127.0.0.1:${AMQP_PORT:-5672}:5672"],
    }
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [name for name, each in CONTAINERS.items() if "door" in each["networks"]] == [
        *(f"{service}-api" for service in SERVICES),
        "caddy",
    ]


def test_only_what_calls_webhooks_has_a_way_out_and_its_api_knows_how_far() -> None:
    outward = [name for name, each in CONTAINERS.items() if "outward" in each["networks"]]
    assert outward == ["partners-worker"]
    for name in ("partners-api", "partners-worker"):
        environment = CONTAINERS[name]["environment"]
        assert {"PARTNERS_WEBHOOK_NETWORKS", "PARTNERS_WEBHOOK_PORTS"} <= set(environment)


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_starts_before_what_it_stands_on(service: str) -> None:
    migrated = {"migrate": {"condition": "service_completed_successfully"}}
    broker = {"rabbitmq": {"condition": "service_healthy"}}
    assert CONTAINERS["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert CONTAINERS[f"{service}-api"]["depends_on"] == migrated
    assert CONTAINERS[f"{service}-worker"]["depends_on"] == migrated | broker


@pytest.mark.parametrize(
    "name", ["postgres", "rabbitmq", *(f"{service}-api" for service in SERVICES)]
)
def test_what_others_wait_for_says_when_it_is_ready(name: str) -> None:
    assert CONTAINERS[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("service", SERVICES)
def test_a_process_is_given_its_own_services_secrets_and_no_others(service: str) -> None:
    for role in ("api", "worker"):
        given = CONTAINERS[f"{service}-{role}"]["secrets"]
        assert all(secret.startswith(f"{service}_") for secret in given)
    assert f"{service}_broker_url" not in CONTAINERS[f"{service}-api"]["secrets"]


def test_the_broker_has_a_way_in_for_agencies_and_none_out() -> None:
    assert CONTAINERS["rabbitmq"]["networks"] == ["inside", "queues"]
    no_address_outside = {"com.docker.network.bridge.enable_ip_masquerade": "false"}
    assert COMPOSE["networks"]["queues"] == {"driver_opts": no_address_outside}
    assert [name for name, each in CONTAINERS.items() if "queues" in each["networks"]] == [
        "rabbitmq"
    ]


def test_only_the_worker_of_partners_can_open_agencies_users_on_the_broker() -> None:
    for secret in ("partners_management_url", "partners_agencies_broker_url"):
        holders = [name for name, each in CONTAINERS.items() if secret in each.get("secrets", ())]
        assert holders == ["partners-worker"]


def test_only_the_worker_of_partners_can_send_letters_and_is_told_in_whose_name() -> None:
    holders = [
        n for n, each in CONTAINERS.items() if "partners_smtp_url" in each.get("secrets", ())
    ]
    assert holders == ["partners-worker"]
    environment = CONTAINERS["partners-worker"]["environment"]
    told = ("PARTNERS_SMTP_FROM", "PARTNERS_OPERATOR_EMAIL", "PARTNERS_HELP_LINE")
    assert all(environment[name].endswith(":-}") for name in told)
    assert environment["PARTNERS_ISSUER"]


def test_a_mail_server_is_none_until_the_operator_names_one(tmp_path: Path) -> None:
    make_secrets(tmp_path / "secrets")
    kept = tmp_path / "secrets" / "partners_smtp_url"
    told: dict[str, Any] = settings_for("sqlite+aiosqlite://", smtp_from="", operator_email="")
    assert PartnersSettings(**told, smtp_url=kept.read_text()).mail_server is None
    kept.chmod(0o600)
    kept.write_text("smtps://exchange:secret@mail.example")
    make_secrets(tmp_path / "secrets")
    told["smtp_from"] = "exchange@council.example"
    assert PartnersSettings(**told, smtp_url=kept.read_text()).mail_server is not None


def test_only_the_api_of_partners_is_told_where_people_sign_in_and_at_first_they_do_not(
    tmp_path: Path,
) -> None:
    holders = [n for n, each in CONTAINERS.items() if "partners_sign_in" in each.get("secrets", ())]
    assert holders == ["partners-api"]
    make_secrets(tmp_path / "secrets")
    assert read_providers((tmp_path / "secrets" / "partners_sign_in").read_text()) == {}


def test_no_container_holds_the_operators_own_key() -> None:
    assert "operator.jwk" not in Path("docker-compose.yml").read_text()
