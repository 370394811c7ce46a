"""RabbitMQ for tests and stories: the one that is named, or a private one."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import httpx

from deploy.servers.install import RABBITMQ_VARIABLE, ServersMissing, programs_of
from deploy.servers.private import PrivateServer, free_port

_MANAGEMENT_OFFSET = 10_000
"""RabbitMQ's own convention: 5672 speaks AMQP, 15672 is the management interface."""


class Rabbit:
    """A RabbitMQ that answers at `url` (amqp://, an administrator), with its management plugin.

    The interface's own address is `management_url`, with the same user.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        port = parts.port or 5672
        self._user, password = parts.username or "guest", parts.password or "guest"
        place, credentials = parts.hostname, f"{self._user}:{password}"
        self._address = f"amqp://{credentials}@{place}:{port}"
        self.management_url = f"http://{credentials}@{place}:{port + _MANAGEMENT_OFFSET}"
        self._management = httpx.Client(
            base_url=f"http://{parts.hostname}:{port + _MANAGEMENT_OFFSET}/api",
            auth=(unquote(self._user), unquote(password)),
            trust_env=False,
            timeout=30,
        )

    @contextmanager
    def vhost(self) -> Iterator[str]:
        """Lend the AMQP address of an empty virtual host; it goes with all it holds."""
        name = f"alongside_{uuid4().hex}"
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self._ask("PUT", f"/vhosts/{name}", {})
        self._ask("PUT", f"/permissions/{name}/{self._user}", everything)
        try:
            yield f"{self._address}/{name}"
        finally:
            self._ask("DELETE", f"/vhosts/{name}", None)

    def close(self) -> None:
        """Let go of the management interface."""
        self._management.close()

    def _ask(self, method: str, path: str, body: object) -> None:
        self._management.request(method, path, json=body).raise_for_status()


class RabbitServer(PrivateServer):
    """A private broker, a node of its own that several may run beside."""

    name = "rabbitmq"

    def __init__(self) -> None:
        """Choose ports and a name that no other node has."""
        self._programs = programs_of("rabbitmq-server")
        self._port_mapper = shutil.which("epmd")
        if self._port_mapper is None:
            raise ServersMissing
        super().__init__()
        self._port = free_port(and_at_offsets=(_MANAGEMENT_OFFSET,))
        self._mapper_port = free_port()
        self._distribution_port = free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}/"
        (self.directory / "enabled_plugins").write_text("[rabbitmq_management].")
        (self.directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.local = 127.0.0.1:{self._port}\n"
            "management.tcp.ip = 127.0.0.1\n"
            f"management.tcp.port = {self._port + _MANAGEMENT_OFFSET}\n"
        )

    def command(self) -> Sequence[str]:
        # Erlang would leave its port mapper behind as a daemon; in the foreground it ends with us.
        script = '"$0" -port "$ERL_EPMD_PORT" & exec "$1"'
        return ("sh", "-c", script, str(self._port_mapper), str(self._programs / "rabbitmq-server"))

    def environment(self) -> Mapping[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.directory),
            "ERL_EPMD_PORT": str(self._mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"alongside{self._port}@localhost",
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_CTL_DIST_PORT_MIN": "22000",
            "RABBITMQ_CTL_DIST_PORT_MAX": "22999",
            "RABBITMQ_CONF_ENV_FILE": str(self.directory / "none"),
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.directory / "data"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"
            ),
        }

    def answers(self) -> bool:
        """Say whether the AMQP listener greets: it opens last, when the broker is ready."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=5) as connection:
                connection.sendall(b"AMQP\x00\x00\x09\x01")
                return connection.recv(1) == b"\x01"
        except OSError:
            return False

    def ctl(self, *arguments: str) -> str:
        """Run rabbitmqctl on this node ("stop_app", "start_app", "eval", ...)."""
        done = subprocess.run(  # noqa: S603 - the command is our own
            [str(self._programs / "rabbitmqctl"), "--quiet", *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=dict(self.environment()),
            cwd=self.directory,
        )
        return done.stdout

    def write_down_queues(self) -> None:
        """Have the node write now which queues it leads; by itself it does so a second later.

        A quorum queue that is younger than that stays without a leader when the power is cut.
        """
        self.ctl("eval", "[ok = dets:sync(Table) || Table <- dets:all()].")


@contextmanager
def running_rabbitmq() -> Iterator[Rabbit]:
    """Use the broker named by the environment, else run a private one for as long."""
    if named := os.environ.get(RABBITMQ_VARIABLE):
        yield from _used(named)
        return
    with RabbitServer() as server:
        yield from _used(server.url)


def _used(url: str) -> Iterator[Rabbit]:
    rabbit = Rabbit(url)
    try:
        yield rabbit
    finally:
        rabbit.close()
