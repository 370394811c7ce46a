"""What can change about who looks at the operator's page: links are made, used, and ended."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.overview.models import OperatorPass, PassKind
from services.partners.overview.views import OperatorLinkView
from shared.audit.append import record_change
from shared.transactions import act_as
from shared.work import Actor, now

LINK_LIFE = timedelta(minutes=5)
SESSION_LIFE = timedelta(hours=1)

_OPERATOR = Actor(name="operator")


async def make_operator_link(session: AsyncSession, issuer: str) -> OperatorLinkView:
    """Make a link by which whoever holds the operator's key gets to the page, once."""
    await session.execute(delete(OperatorPass).where(OperatorPass.expires_at <= now(session)))
    text = _new_pass(session, PassKind.LINK, LINK_LIFE)
    record_change(session, "make_operator_link", "operator")
    return OperatorLinkView(
        url=f"{issuer}/operator/sign-in?code={text}", expires_at=now(session) + LINK_LIFE
    )


async def use_operator_link(session: AsyncSession, code: str) -> str | None:
    """Return a session's pass for a link's code, which is used up; None if it is not good."""
    act_as(session, _OPERATOR)
    used = (
        delete(OperatorPass)
        .where(
            OperatorPass.digest == _digest(code),
            OperatorPass.kind == PassKind.LINK,
            OperatorPass.expires_at > now(session),
        )
        .returning(OperatorPass.digest)
    )
    if (await session.execute(used)).first() is None:
        return None
    record_change(session, "use_operator_link", "operator")
    return _new_pass(session, PassKind.SESSION, SESSION_LIFE)


async def is_operator(session: AsyncSession, session_pass: str) -> bool:
    """Tell whether a pass is an operator's session that has not ended; it then acts in it."""
    query = select(OperatorPass.digest).where(
        OperatorPass.digest == _digest(session_pass),
        OperatorPass.kind == PassKind.SESSION,
        OperatorPass.expires_at > now(session),
    )
    if await session.scalar(query) is None:
        return False
    act_as(session, _OPERATOR)
    return True


async def end_operator_session(session: AsyncSession, session_pass: str) -> None:
    """Let a session be over."""
    ended = delete(OperatorPass).where(OperatorPass.digest == _digest(session_pass))
    await session.execute(ended)


def _new_pass(session: AsyncSession, kind: PassKind, life: timedelta) -> str:
    text = secrets.token_urlsafe(32)
    session.add(OperatorPass(digest=_digest(text), kind=kind, expires_at=now(session) + life))
    return text


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
