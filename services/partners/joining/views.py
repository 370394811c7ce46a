"""Inviting and joining, as they are sent and as they are shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.partners.agencies.lifecycle import AgencyState
from services.partners.agencies.views import IdentifierView, NewIdentifier
from services.partners.contacts.views import NewContact
from services.partners.credentials.views import NewKeySet
from shared.http.inputs import Input, ShortText, View
from shared.reference.agencies import AgencyKind


class NewAgency(Input):
    """An organisation that is to join, with the codes that the operator has checked.

    Those decide on holds, so the agency can't leave one out. `may_use_secret` is meant for a
    provider too small to look after keys.
    """

    kind: AgencyKind
    name: ShortText
    identifiers: Annotated[tuple[NewIdentifier, ...], Field(max_length=100)] = ()
    synthetic: bool
    may_use_secret: bool = False
    contact: NewContact | None = None


class Joining(Input):
    """What an agency joins with: its code, and what it will prove itself with from then on.

    `identifiers` are further codes that it says are its own; the operator checks them first.
    """

    agency_id: UUID
    code: ShortText
    jwks: NewKeySet | None = None
    wants_secret: bool = False
    contacts: Annotated[tuple[NewContact, ...], Field(max_length=20)] = ()
    identifiers: Annotated[tuple[NewIdentifier, ...], Field(max_length=100)] = ()


class InvitedAgencyView(View):
    """An agency that may join. The code is shown this once: asked for again, it is absent."""

    agency_id: UUID
    kind: AgencyKind
    name: str
    identifiers: tuple[IdentifierView, ...]
    state: AgencyState
    synthetic: bool
    may_use_secret: bool
    joining_code: str
    code_expires_at: datetime


class JoiningCodeView(View):
    """A new code to join with; the one before is good no more."""

    agency_id: UUID
    joining_code: str
    code_expires_at: datetime


class JoinedView(View):
    """An agency that has joined, and its secret if it asked for one: it is shown this once."""

    agency_id: UUID
    state: AgencyState
    key_ids: tuple[str, ...]
    secret_id: UUID | None = None
    client_secret: str | None = None
