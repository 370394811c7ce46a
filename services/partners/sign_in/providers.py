"""Where people sign in, and what a provider's claims about somebody come to here. Pure.

A provider vouches only for the agencies that are listed with it, and a role that is not listed is
none: deny by default.
"""

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
)

from services.partners.sign_in.errors import Refusal, SignInRefused
from shared.access.caller import Practitioner, Role
from shared.http.inputs import ShortText
from shared.pages.cookie import is_loopback

_Text = Annotated[str, Field(min_length=1)]
_LINE: TypeAdapter[str] = TypeAdapter(Annotated[ShortText, Field(max_length=100)])
_STRONGEST_FIRST = (Role.SAFEGUARDING_LEAD, Role.PRACTITIONER)


def _is_protected(issuer: str) -> str:
    parts = urlsplit(issuer)
    is_here = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if parts.query or parts.fragment or not (parts.scheme == "https" or is_here):
        raise ValueError("an issuer is an https address without a query")
    return issuer


class Provider(BaseModel):
    """An OpenID provider, such as one tenant of Entra or one realm of Keycloak.

    Each `*_claim` names the claim of its ID token that tells of the practitioner's id, agency, unit
    and roles; `agencies` and `roles` say what the claims' values mean here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    name: _Text
    issuer: Annotated[str, AfterValidator(_is_protected)]
    client_id: _Text
    client_secret: Annotated[SecretStr, Field(min_length=1)]
    practitioner_claim: _Text = "sub"
    agency_claim: _Text = "iss"
    unit_claim: str | None = None
    role_claim: _Text
    agencies: Annotated[dict[str, UUID], Field(min_length=1)]
    roles: Annotated[dict[str, Role], Field(min_length=1)]

    @property
    def subject(self) -> str:
        """Return what the audit calls it."""
        return f"provider/{self.key}"

    def agency_of(self, claims: Mapping[str, Any]) -> UUID:
        """Return the agency that the claims speak for; raise `SignInRefused` for any other."""
        agency_id = self.agencies.get(str(claims.get(self.agency_claim)))
        if agency_id is None:
            raise SignInRefused(Refusal.UNKNOWN_AGENCY, self.subject)
        return agency_id

    def practitioner_of(self, claims: Mapping[str, Any]) -> Practitioner:
        """Return the person that the claims tell of; raise `SignInRefused` unless all is there."""
        roles = claims.get(self.role_claim)
        named = [roles] if isinstance(roles, str) else roles if isinstance(roles, list) else []
        held = {self.roles[role] for role in named if isinstance(role, str) and role in self.roles}
        if not held:
            raise SignInRefused(Refusal.UNMAPPED_ROLE, self.subject)
        try:
            person = _LINE.validate_python(claims.get(self.practitioner_claim), strict=True)
            unit = claims.get(self.unit_claim) if self.unit_claim else None
            unit = None if unit is None else _LINE.validate_python(unit, strict=True)
        except ValidationError:
            raise SignInRefused(Refusal.NO_PRACTITIONER, self.subject) from None
        return Practitioner(person, unit, next(role for role in _STRONGEST_FIRST if role in held))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    provider: list[Provider]


def read_providers(text: str) -> dict[str, Provider]:
    """Return the providers by key, from TOML with a `[[provider]]` for each; raise `ValueError`."""
    found = _File.model_validate({"provider": [], **tomllib.loads(text)}).provider
    providers = {provider.key: provider for provider in found}
    if len(providers) != len(found):
        raise ValueError("two providers bear one key")
    return providers
