"""Handing a message to a mail server (SMTP): over TLS, unless it is a relay beside us."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from typing import Self
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import structlog

log = structlog.get_logger(__name__)

_SECONDS_PER_STEP = 10.0
_SECONDS = 40.0
"""For everything from the connection to the answer."""


class Security(StrEnum):
    """How the way to the server is secured, by the scheme of its address."""

    TLS = "smtps"
    STARTTLS = "smtp"
    NONE = "smtp+insecure"


_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


class MailFault(StrEnum):
    """Why a mail was not taken."""

    UNREACHABLE = "unreachable"
    NOT_SECURE = "not_secure"
    SIGN_IN_REFUSED = "sign_in_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message and whom it goes to. Sent twice it has the same id, by which it is known again."""

    mail_id: UUID
    recipients: tuple[str, ...]
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our messages, and the address they come from."""

    security: Security
    host: str
    port: int
    username: str | None
    password: str | None
    sender: str
    ca_file: str | None = None

    @classmethod
    def read(cls, url: str, *, sender: str, ca_file: str | None) -> Self:
        """Read an address as in "smtp://user:password@host:587"; raise `ValueError` for another."""
        parts = urlsplit(url)
        is_more = parts.path not in {"", "/"} or parts.query or parts.fragment
        if parts.scheme not in set(Security) or not parts.hostname or is_more:
            raise ValueError("not the address of a mail server")
        security = Security(parts.scheme)
        return cls(
            security=security,
            host=parts.hostname,
            port=parts.port or _PORTS[security],
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            sender=sender,
            ca_file=ca_file,
        )

    async def send(self, mail: Mail, at: datetime) -> MailFault | None:
        """Hand a message over; return what stood in the way, if anything did."""
        try:
            async with asyncio.timeout(_SECONDS):
                refused, _ = await self._send(mail, at)
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("mail_not_sent", reason=type(error).__name__)
            return _fault(error)
        if refused:
            log.warning("mail_partly_refused", count=len(refused))
        return None

    async def _send(self, mail: Mail, at: datetime) -> tuple[Mapping[str, object], str]:
        return await aiosmtplib.send(
            self._message(mail, at),
            sender=self.sender,
            recipients=list(mail.recipients),
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=self.security is Security.TLS,
            start_tls=self.security is Security.STARTTLS,
            tls_context=self._tls(),
            timeout=_SECONDS_PER_STEP,
        )

    def _message(self, mail: Mail, at: datetime) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = ", ".join(mail.recipients)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{mail.mail_id}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
        return message

    def _tls(self) -> ssl.SSLContext | None:
        if self.security is Security.NONE:
            return None
        return ssl.create_default_context(cafile=self.ca_file)


def _fault(error: Exception) -> MailFault:
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return MailFault.NOT_SECURE
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return MailFault.SIGN_IN_REFUSED
        case aiosmtplib.SMTPRecipientsRefused() | aiosmtplib.SMTPRecipientRefused():
            return MailFault.RECIPIENT_REFUSED
        case OSError():
            return MailFault.UNREACHABLE
        case aiosmtplib.SMTPResponseException():
            return MailFault.REFUSED
    return MailFault.NOT_SECURE  # a server that does not offer what we insist on
