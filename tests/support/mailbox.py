"""A mail server of the test's own (aiosmtpd): it keeps what it takes, over TLS where asked."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.servers.private import free_port

PASSWORD = "correct-horse"


@dataclass
class Mailbox:
    """What was taken, and how the server behaves: an answer other than 250 refuses."""

    url: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answer: str = "250 OK"
    refused: frozenset[str] = frozenset()

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.envelopes.append(envelope)
            self.taken.append(message_from_bytes(content, policy=policy.default))
        return self.answer


@contextmanager
def open_mailbox(*, scheme: str = "smtp+insecure", **options: Any) -> Iterator[Mailbox]:
    """Run a server at a port of its own, until the test is over."""
    mailbox = Mailbox()
    port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port, ready_timeout=10, **options)
    server.start()
    mailbox.url = f"{scheme}://127.0.0.1:{port}"
    try:
        yield mailbox
    finally:
        server.stop()


def signing_in() -> Mapping[str, Any]:
    """Return the options of a server that wants a name and a password."""

    def authenticate(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> Any:
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    return {"authenticator": authenticate, "auth_required": True}


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's TLS context, and the file of the authority behind its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "mail.pem", folder / "mail.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
