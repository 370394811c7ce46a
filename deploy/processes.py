"""Each service in an api and a worker process of its own, on this machine, over real servers."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.operator_key import operator_key, public_half
from deploy.servers.postgres import Postgres
from deploy.servers.private import free_port
from deploy.servers.rabbitmq import Rabbit
from deploy.services import SERVICES, Opened
from deploy.story.place import Place
from shared.crypto import Cipher
from shared.failpoints import VARIABLE as FAILPOINT
from shared.migrations.upgrade import upgrade

ROLES = ("serve", "work")
_STOP_SECONDS = 10


@dataclass(frozen=True)
class Job:
    """One process: "serve" answers HTTP, "work" carries events, for one service."""

    role: str
    service: str


@dataclass(frozen=True)
class BrokerPlace:
    """The virtual host of the services, that of the agencies, and the management interface."""

    services_url: str
    agencies_url: str
    management_url: str


class Processes:
    """The six processes of an exchange; a process that dies can be started again."""

    def __init__(self, folder: Path, databases: Mapping[str, str], broker: BrokerPlace) -> None:
        """Take a folder for logs and the operator's key, a database a service, and the broker."""
        self.folder = folder
        self.databases = databases
        self.ports = {service: free_port() for service in SERVICES}
        self.urls = {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}
        self.running: dict[Job, subprocess.Popen[bytes]] = {}
        self._environment = self._settings(broker)

    @property
    def place(self) -> Place:
        """Return where partner systems, and the operator, find this exchange."""
        return Place(
            intake=self.urls["intake"],
            outcomes=self.urls["outcomes"],
            partners=self.urls["partners"],
            operator_key=operator_key(self.folder).as_dict(private=True),
            keys=self.folder / "agencies",
        )

    def _settings(self, broker: BrokerPlace) -> dict[str, str]:
        settings = {
            "PARTNERS_OPERATOR_JWK": public_half(operator_key(self.folder)),
            "PARTNERS_WEBHOOK_LOOPBACK": "true",
            "PARTNERS_QUEUE_ADDRESS": _without_user(broker.agencies_url),
            "PARTNERS_AGENCIES_BROKER_URL": broker.agencies_url,
            "PARTNERS_MANAGEMENT_URL": broker.management_url,
        }
        for service, database in self.databases.items():
            prefix = service.upper()
            settings |= {
                f"{prefix}_DATABASE_URL": database,
                f"{prefix}_BROKER_URL": broker.services_url,
                f"{prefix}_ENCRYPTION_KEYS": Cipher.new_key_text(),
                f"{prefix}_ISSUER": f"{self.urls['partners']}/partners",
            }
        return settings

    def open(self, service: str) -> Opened:
        """Open a service here, as its processes do there."""
        prefix = f"{service.upper()}_"
        return SERVICES[service].open(
            {
                key.removeprefix(prefix).lower(): value
                for key, value in self._environment.items()
                if key.startswith(prefix)
            }
        )

    async def migrate(self) -> None:
        """Bring every database to its newest migration."""
        for name in SERVICES:
            opened = self.open(name)
            try:
                await upgrade(opened.database.engine, name)
            finally:
                await opened.database.dispose()

    def start(self, job: Job, failpoint: str | None = None) -> None:
        """Start one process; with a failpoint it kills itself when it gets there."""
        arguments = ["--port", str(self.ports[job.service])] if job.role == "serve" else []
        environment = {**os.environ, **self._environment}
        if failpoint:
            environment[FAILPOINT] = failpoint
        with (self.folder / f"{job.service}-{job.role}.log").open("ab") as log:
            self.running[job] = subprocess.Popen(  # noqa: S603 - the command is our own
                [sys.executable, "-m", "deploy.cli", job.role, job.service, *arguments],
                stdout=log,
                stderr=log,
                env=environment,
            )

    def start_all(self, failpoints: Mapping[Job, str] | None = None) -> None:
        """Start every process, some of them with a failpoint."""
        for service in SERVICES:
            for role in ROLES:
                job = Job(role, service)
                self.start(job, (failpoints or {}).get(job))

    async def keep_up(self, deaths: list[Job]) -> None:
        """Start again, without its failpoint, whatever was killed; note each death."""
        while True:
            for job, process in self.running.items():
                if process.poll() is not None:
                    deaths.append(job)
                    if process.returncode != -signal.SIGKILL:
                        raise RuntimeError(f"{job} ended by itself: {self.log_of(job)[-2000:]}")
                    self.start(job)
            await asyncio.sleep(0.05)

    def log_of(self, job: Job) -> str:
        """Return what a process has logged."""
        return (self.folder / f"{job.service}-{job.role}.log").read_text(errors="replace")

    def stop(self) -> None:
        """End every process tidily, or by force after ten seconds."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@asynccontextmanager
async def processes(folder: Path, postgres: Postgres, amqp_url: str) -> AsyncIterator[Processes]:
    """Lay out an exchange with fresh databases; nothing runs yet; at the end all is stopped."""
    suffix = os.urandom(4).hex()
    names = {service: f"{service}_{suffix}" for service in SERVICES}
    databases = {service: await postgres.create_database(name) for service, name in names.items()}
    rabbit = Rabbit(amqp_url)
    with closing(rabbit), rabbit.vhost() as agencies_url:
        broker = BrokerPlace(amqp_url, agencies_url, rabbit.management_url)
        exchange = Processes(folder, databases, broker)
        try:
            await exchange.migrate()
            yield exchange
        finally:
            exchange.stop()
            for name in names.values():
                await postgres.drop_database(name)


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
