"""The people to reach at an agency, as they are sent and as they are shown."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from services.partners.contacts.models import ContactRole
from shared.http.inputs import BrokenInput, Input, ShortText, View

_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"[+]?[0-9][0-9 ()-]{4,30}(?: ?x[0-9]{1,6})?")


def _email(text: str) -> str:
    if not text.isascii() or not _EMAIL.fullmatch(text):
        raise BrokenInput("email", "Must be an e-mail address.")
    return text


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise BrokenInput("phone", "Must be a telephone number.")
    return text


Email = Annotated[str, StringConstraints(min_length=3, max_length=254), AfterValidator(_email)]
Phone = Annotated[str, StringConstraints(min_length=5, max_length=40), AfterValidator(_phone)]


class NewContact(Input):
    """Someone to reach: about safeguarding, about the technical side, or when things wait."""

    role: ContactRole
    name: ShortText
    email: Email
    phone: Phone | None = None


class ContactView(View):
    """Someone to reach at the agency; only the agency itself and the operator see who."""

    contact_id: UUID
    role: ContactRole
    name: str
    email: str
    phone: str | None
    added_at: datetime


class ContactsView(View):
    """Everyone to reach at an agency."""

    items: list[ContactView]


class RemovedContactView(View):
    """Who was a contact and is none any more."""

    contact_id: UUID
