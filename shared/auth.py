"""Who is calling, from an access token: verified here, with keys and agencies that events told of.

A token's signature and claims are verified once and remembered until it expires; whether its
agency is suspended and its key retired is read on every request.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jws import extract_compact
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.caller import Caller, Operator, Practitioner, Role, Scope
from shared.access.tables import known_agencies, known_keys
from shared.errors import Denial, Unauthenticated
from shared.transactions import act_as
from shared.work import now

OPERATOR_SUBJECT = "operator"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - a media type (RFC 9068), not a secret
ALGORITHMS = ("ES256",)


class TokenUse(StrEnum):
    """What a token is good for: its audience. One for calls opens no page, nor the other way."""

    CALLS = "alongside"
    PAGES = "alongside/pages"


_LONGEST_TOKEN = 4096
_REMEMBERED = 10_000


class InvalidToken(Unauthenticated):
    """There is a token, but it can't be believed (any more)."""

    code = "invalid_token"


class _Act(BaseModel):
    model_config = ConfigDict(frozen=True)

    sub: str
    unit: str | None = None
    role: Role = Role.PRACTITIONER


class _Claims(BaseModel):
    """What an access token says (RFC 9068), as the exchange signs it."""

    model_config = ConfigDict(frozen=True)

    iss: str
    aud: TokenUse
    sub: str
    scope: str
    exp: int
    act: _Act | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class _Believed:
    """What was verified of one token."""

    key_id: str
    claims: _Claims
    agency_id: UUID | None
    scopes: frozenset[Scope]


class TokenVerifier:
    """Verifies the access tokens of one issuer."""

    def __init__(self, issuer: str) -> None:
        """Remember nothing yet."""
        self._issuer = issuer
        self._believed: dict[bytes, _Believed] = {}

    async def identify(self, session: AsyncSession, token: str, use: TokenUse) -> Caller | Operator:
        """Return who holds `token`, and let the session act as them; raise `InvalidToken`."""
        digest = hashlib.sha256(token.encode()).digest()
        believed = self._believed.get(digest) or await self._verify(session, token)
        if believed.claims.aud is not use:
            _disbelieve()
        if believed.claims.exp <= now(session).timestamp():
            self._believed.pop(digest, None)
            raise InvalidToken("The token has expired.")
        self._remember(digest, believed)
        state = await _state_of(session, believed)
        if believed.agency_id is None:
            operator = Operator(believed.scopes)
            act_as(session, operator.actor)
            return operator
        return _caller(session, believed, believed.agency_id, state)

    async def _verify(self, session: AsyncSession, token: str) -> _Believed:
        key_id = _key_id(token)
        query = select(known_keys.c.public_jwk).where(
            known_keys.c.key_id == key_id, known_keys.c.retired.is_(False)
        )
        public_jwk = (await session.execute(query)).scalar_one_or_none()
        if public_jwk is None:
            _disbelieve()
        claims = _claims(token, public_jwk)
        if claims.iss != self._issuer:
            _disbelieve()
        return _Believed(key_id, claims, _agency_id(claims.sub), _scopes(claims.scope))

    def _remember(self, digest: bytes, believed: _Believed) -> None:
        if len(self._believed) >= _REMEMBERED:
            self._believed.clear()
        self._believed[digest] = believed


def _disbelieve() -> NoReturn:
    raise InvalidToken("The token can't be believed.") from None


def _key_id(token: str) -> str:
    if len(token) > _LONGEST_TOKEN:
        _disbelieve()
    try:
        header = extract_compact(token.encode()).headers()
    except (JoseError, ValueError):
        _disbelieve()
    key_id = header.get("kid")
    if header.get("typ") != TOKEN_TYPE or "crit" in header:  # no extension is understood here
        _disbelieve()
    if not isinstance(key_id, str) or not key_id.isascii() or not key_id.isprintable():
        _disbelieve()
    return key_id


def _claims(token: str, public_jwk: dict[str, Any]) -> _Claims:
    try:
        key = ECKey.import_key(public_jwk)
        verified = jwt.decode(token, key, algorithms=ALGORITHMS)
        return _Claims.model_validate(verified.claims)
    except (JoseError, ValidationError, ValueError):
        _disbelieve()


def _agency_id(subject: str) -> UUID | None:
    if subject == OPERATOR_SUBJECT:
        return None
    try:
        return UUID(subject)
    except ValueError:
        _disbelieve()


def _scopes(text: str) -> frozenset[Scope]:
    """Return the scopes known here; an issuer may know more."""
    known = {scope.value for scope in Scope}
    return frozenset(Scope(name) for name in text.split() if name in known)


async def _state_of(session: AsyncSession, believed: _Believed) -> Row[Any]:
    """Read the agency as it is now, if its key is still believed."""
    query = (
        select(known_agencies)
        .select_from(known_keys)
        .outerjoin(known_agencies, known_agencies.c.agency_id == believed.agency_id)
        .where(known_keys.c.key_id == believed.key_id, known_keys.c.retired.is_(False))
    )
    state = (await session.execute(query)).one_or_none()
    if state is None:
        _disbelieve()
    return state


def _caller(session: AsyncSession, believed: _Believed, agency_id: UUID, state: Row[Any]) -> Caller:
    claims = believed.claims
    if state.agency_id is None or state.synthetic != claims.synthetic:
        raise InvalidToken("The token's agency is not known here.")
    act = claims.act
    caller = Caller(
        agency_id=agency_id,
        kind=state.kind,
        synthetic=state.synthetic,
        scopes=believed.scopes,
        practitioner=None if act is None else Practitioner(act.sub, act.unit, act.role),
        called_at=now(session),
    )
    act_as(session, caller.actor)
    if state.suspended:
        denial = Denial("authenticate", None, f"agency/{agency_id}", "suspended")
        raise InvalidToken("The agency is suspended.", denial=denial)
    return caller
