"""Whom to reach at an agency: for its own eyes and the operator's, and forgotten for good."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from services.partners.contacts.models import Contact, ContactRole
from services.partners.contacts.queries import contacts_for
from shared.crypto import Tampered
from tests.services.partners.registry import Registry

LEAD = {
    "role": "safeguarding_lead",
    "name": "Ada Park",
    "email": "ada.park@nhs.example",
    "phone": "+44 (0)1234 567890",
}
MARK = "3bdd7c6e"


def _path(agency_id: str) -> str:
    return f"/partners/v1/agencies/{agency_id}/contacts"


async def test_contacts_are_added_listed_and_removed(registry: Registry) -> None:
    agency_id = await registry.joined()
    path = _path(agency_id)
    async with await registry.client(agency_id) as client:
        added = await client.post(path, json=LEAD)
        assert added.status_code == 201
        contact_id = added.json()["contact_id"]
        (listed,) = (await client.get(path)).json()["items"]
        assert listed == added.json()
        removed = await client.post(f"{path}/{contact_id}/removal")
        assert removed.json() == {"contact_id": contact_id}
        assert (await client.get(path)).json() == {"items": []}
        assert (await client.post(f"{path}/{contact_id}/removal")).status_code == 404


async def test_who_it_is_is_sealed_for_its_row(registry: Registry) -> None:
    agency_id = await registry.joined()
    one, other = [
        (await registry.operate(f"/agencies/{agency_id}/contacts", LEAD | {"name": name})).json()
        for name in ("Ada", "Ben")
    ]
    async with registry.database.transaction() as session:
        rows = {row.contact_id: row.details for row in await session.scalars(select(Contact))}
        assert not any(b"Ada" in details for details in rows.values())
        moved = rows[UUID(one["contact_id"])]
        this_one = Contact.contact_id == UUID(other["contact_id"])
        await session.execute(update(Contact).where(this_one).values(details=moved))
    async with registry.database.transaction() as session:
        with pytest.raises(Tampered):
            await contacts_for(session, UUID(agency_id), ContactRole.SAFEGUARDING_LEAD)


async def test_contacts_are_found_by_what_they_are_reached_for(registry: Registry) -> None:
    agency_id = await registry.joined()
    for role in ContactRole:
        await registry.operate(f"/agencies/{agency_id}/contacts", LEAD | {"role": role.value})
    wanted = (ContactRole.TECHNICAL, ContactRole.UNDELIVERED)
    async with registry.database.transaction() as session:
        found = await contacts_for(session, UUID(agency_id), *wanted)
    assert {contact.role for contact in found} == set(wanted)
    assert {contact.email for contact in found} == {LEAD["email"]}


async def test_no_agency_sees_or_changes_anothers_contacts(registry: Registry) -> None:
    own, other = await registry.joined(), await registry.joined(identifiers=[])
    added = await registry.operate(f"/agencies/{other}/contacts", LEAD)
    contact_id = added.json()["contact_id"]
    async with await registry.client(own) as client:
        for answer in (
            await client.get(_path(other)),
            await client.post(_path(other), json=LEAD),
            await client.post(f"{_path(other)}/{contact_id}/removal"),
            await client.get(_path(str(uuid4()))),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "agency_not_your_own")
        through_own = await client.post(f"{_path(own)}/{contact_id}/removal")
        assert through_own.status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"email": MARK},
        {"email": f"{MARK}@localhost"},
        {"email": f"a@b.example\n{MARK}"},
        {"email": f"Ada <{MARK}@b.example>"},
        {"email": f"ä{MARK}@b.example"},
        {"phone": MARK},
        {"phone": "0" * 50},
        {"name": f"{MARK}\r\nBcc: x"},
        {"role": MARK},
        {MARK: 1},
    ],
)
async def test_a_malformed_contact_is_refused(registry: Registry, changes: dict[str, Any]) -> None:
    agency_id = await registry.joined()
    answer = await registry.operate(f"/agencies/{agency_id}/contacts", LEAD | changes)
    assert answer.status_code == 422
    assert MARK not in answer.text


async def test_so_many_contacts_and_no_more(registry: Registry) -> None:
    invited = await registry.invite()
    await registry.join(invited, contacts=[LEAD] * 20)
    answer = await registry.operate(f"/agencies/{invited['agency_id']}/contacts", LEAD)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_contacts")
