"""Mail is handed to a real server, secured as asked; what stands in the way is told as a code."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import structlog

from deploy.servers.private import free_port
from shared.mail import Mail, MailFault, MailServer
from tests.support.mailbox import PASSWORD, certificate, open_mailbox, signing_in

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
SENDER = "alongside@exchange.example"
MAIL = Mail(uuid4(), ("lead@trust.example", "desk@trust.example"), "Something waits", "Sign in.\n")


def server_at(url: str, ca_file: Path | None = None) -> MailServer:
    return MailServer.read(url, sender=SENDER, ca_file=str(ca_file) if ca_file else None)


async def test_a_mail_arrives_as_it_was_written() -> None:
    with open_mailbox() as mailbox:
        assert await server_at(mailbox.url).send(MAIL, AT) is None
    (taken,) = mailbox.taken
    assert mailbox.envelopes[0].rcpt_tos == list(MAIL.recipients)
    assert mailbox.envelopes[0].mail_from == SENDER
    assert taken["Subject"] == "Something waits"
    assert taken["Message-ID"] == f"<{MAIL.mail_id}@exchange.example>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Date"].datetime == AT
    assert taken.get_content().strip() == "Sign in."


async def test_starttls_is_insisted_on(tmp_path: Path) -> None:
    context, authority = certificate(tmp_path)
    with open_mailbox(scheme="smtp", tls_context=context, require_starttls=True) as mailbox:
        assert await server_at(mailbox.url, authority).send(MAIL, AT) is None
        assert await server_at(mailbox.url).send(MAIL, AT) is MailFault.NOT_SECURE
    assert len(mailbox.taken) == 1
    with open_mailbox(scheme="smtp") as plain:
        assert await server_at(plain.url, authority).send(MAIL, AT) is MailFault.NOT_SECURE
    assert plain.taken == []


async def test_tls_from_the_start_is_verified(tmp_path: Path) -> None:
    context, authority = certificate(tmp_path)
    with open_mailbox(scheme="smtps", ssl_context=context) as mailbox:
        assert await server_at(mailbox.url, authority).send(MAIL, AT) is None
        assert await server_at(mailbox.url).send(MAIL, AT) is MailFault.NOT_SECURE
    assert len(mailbox.taken) == 1


async def test_a_wrong_password_is_told_as_such(tmp_path: Path) -> None:
    context, authority = certificate(tmp_path)
    with open_mailbox(scheme="smtp", tls_context=context, **signing_in()) as mailbox:
        for password, fault in ((PASSWORD, None), ("wrong", MailFault.SIGN_IN_REFUSED)):
            url = mailbox.url.replace("//", f"//exchange:{password}@")
            assert await server_at(url, authority).send(MAIL, AT) is fault
    assert len(mailbox.taken) == 1


async def test_what_a_server_refuses_is_not_sent() -> None:
    with open_mailbox() as mailbox:
        server = server_at(mailbox.url)
        mailbox.answer = "451 try again later"
        assert await server.send(MAIL, AT) is MailFault.REFUSED
        mailbox.answer = "250 OK"
        mailbox.refused = frozenset(MAIL.recipients)
        assert await server.send(MAIL, AT) is MailFault.RECIPIENT_REFUSED
        mailbox.refused = frozenset(MAIL.recipients[:1])
        assert await server.send(MAIL, AT) is None
    assert mailbox.envelopes[0].rcpt_tos == ["desk@trust.example"]


async def test_a_server_that_is_not_there_is_said_to_be_out_of_reach_and_no_address_is_logged() -> (
    None
):
    with structlog.testing.capture_logs() as lines:
        fault = await server_at(f"smtp://127.0.0.1:{free_port()}").send(MAIL, AT)
    assert fault is MailFault.UNREACHABLE
    assert "trust.example" not in repr(lines)


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://h/x", "smtp://h?tls=0"]
)
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="mail server"):
        MailServer.read(url, sender=SENDER, ca_file=None)
