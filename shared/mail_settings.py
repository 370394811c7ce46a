"""The settings of a service that tells named contacts by mail."""

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from shared.mail import MailServer
from shared.settings import ServiceSettings

_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class MailSettings(ServiceSettings):
    """Mail is sent where `smtp_url` is there, as in "smtp://user:password@host:587".

    The scheme `smtp` insists on STARTTLS, `smtps` is TLS from the start, `smtp+insecure` is for a
    relay on the same machine. `smtp_from` is whom it comes from; `smtp_ca_file` holds the
    authority behind the server's certificate, where it is none of the public ones.
    `operator_email` is told what agencies don't receive, and `help_line` is in every letter.
    """

    smtp_url: SecretStr | None = None
    smtp_from: str | None = Field(None, validate_default=True)
    smtp_ca_file: Path | None = None
    operator_email: str | None = None
    help_line: str | None = Field(None, max_length=200)

    @field_validator(
        "smtp_url", "smtp_from", "smtp_ca_file", "operator_email", "help_line", mode="before"
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            MailServer.read(url.get_secret_value(), sender="", ca_file=None)
        return url

    @field_validator("smtp_from")
    @classmethod
    def _is_there_with_a_server(cls, sender: str | None, given: ValidationInfo) -> str | None:
        if given.data.get("smtp_url") is not None and sender is None:
            raise ValueError("mail needs a sender")
        return sender

    @field_validator("smtp_from", "operator_email")
    @classmethod
    def _is_an_address(cls, address: str | None) -> str | None:
        if address is not None and not _ADDRESS.fullmatch(address):
            raise ValueError("not an e-mail address")
        return address

    @property
    def mail_server(self) -> MailServer | None:
        """Return the server that takes our mail, where there is one."""
        if self.smtp_url is None or self.smtp_from is None:
            return None
        ca_file = str(self.smtp_ca_file) if self.smtp_ca_file else None
        return MailServer.read(
            self.smtp_url.get_secret_value(), sender=self.smtp_from, ca_file=ca_file
        )
