"""Agencies, as they are sent and as they are shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.partners.agencies.lifecycle import AgencyState
from shared.http.inputs import Input, ShortText, View, Words
from shared.reference.agencies import AgencyKind, IdentifierScheme


class NewIdentifier(Input):
    """A code by which an agency is known in a public register."""

    scheme: IdentifierScheme
    value: ShortText


class NewProposal(Input):
    """Codes that an agency says are its own; they count once the operator has checked them."""

    identifiers: Annotated[tuple[NewIdentifier, ...], Field(min_length=1, max_length=100)]


class Leaving(Input):
    """Why an agency leaves the exchange."""

    reason: Words


class IdentifierView(View):
    """A code by which an agency is known in a public register."""

    scheme: IdentifierScheme
    value: str


class IdentifiersView(View):
    """The codes that count, and those that the agency proposed and nobody has checked yet."""

    confirmed: tuple[IdentifierView, ...]
    proposed: tuple[IdentifierView, ...]


class AgencyView(View):
    """An agency as the others on the exchange see it. Its id is also its client id."""

    agency_id: UUID
    kind: AgencyKind
    name: str
    identifiers: tuple[IdentifierView, ...]
    state: AgencyState
    suspended: bool
    synthetic: bool
    registered_at: datetime


class TestEventView(View):
    """A test event that is on its way to the agency."""

    __test__ = False  # it is no test

    test_id: UUID
    sent_at: datetime
