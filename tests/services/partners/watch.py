"""A night watch over partners: contacts to tell, a clock to move, the steps of one worker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from services.partners.agencies.models import Agency as Registered
from services.partners.alarms.steps import alarm_steps
from services.partners.app import create_app
from services.partners.contacts.commands import add_contact
from services.partners.contacts.models import ContactRole
from services.partners.contacts.views import NewContact
from services.partners.letters.commands import Outlet
from services.partners.letters.models import Letter
from services.partners.letters.wording import Outlook
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from shared.access.caller import Scope
from shared.mail import MailServer
from tests.services.partners.cases import Cases, Hands
from tests.support.agencies import COUNCIL, EVERYONE, Agency
from tests.support.desk import client_for, open_database, open_desk, settings_for

ADDRESS = "https://exchange.example"
OPERATOR_EMAIL = "duty@exchange.example"


def outlet(url: str | None = None, operator_email: str | None = OPERATOR_EMAIL) -> Outlet:
    """Return a way out by the mail server at `url`, or none."""
    server = url and MailServer.read(url, sender="alongside@exchange.example", ca_file=None)
    return Outlet(server or None, operator_email, Outlook(ADDRESS, "01632 960000"))


class Watch:
    """Partners with its agencies on the register, and one worker's alarms to step."""

    def __init__(self, cases: Cases, hands: Hands) -> None:
        self.cases = cases
        self.database = cases.desk.database
        self._hands = hands

    async def pass_time(self, **by: float) -> None:
        """Move the clock, and let a worker without mail do what it should by then."""
        self._hands.at += timedelta(**by)
        await self.step()

    def pass_unwatched(self, **by: float) -> None:
        """Move the clock while no worker runs."""
        self._hands.at += timedelta(**by)

    async def step(self, way_out: Outlet | None = None) -> None:
        """Take every step until nothing is left to do, and let partners hear itself."""
        steps = alarm_steps(way_out or outlet())
        for _ in range(100):
            if not any([await step(self.database) for step in steps]):
                await self.cases.tell()
                return
        raise AssertionError("the watch never came to rest")

    async def name(self, agency: Agency, role: ContactRole, email: str) -> None:
        """Let an agency name someone to tell."""
        contact = NewContact(role=role, name="Whoever Watches", email=email)
        async with self.database.transaction() as session:
            await add_contact(session, agency.id, contact)

    async def receive_all(self, agency: Agency) -> list[dict[str, Any]]:
        """Let an agency read its feed to the end, and confirm it."""
        items: list[dict[str, Any]] = []
        page = await self.cases.feed(agency)
        while page["items"]:
            items += page["items"]
            page = await self.cases.feed(agency, after=page["next"])
        return items

    async def letters(self) -> list[Letter]:
        """Return every letter, oldest first."""
        async with self.database.transaction() as session:
            return list(await session.scalars(select(Letter).order_by(Letter.letter_id)))

    def operator(self) -> httpx.AsyncClient:
        """Return a client for the operator."""
        issued = int(self.database.clock().timestamp())
        claims = {"sub": "operator", "client_id": "operator", "synthetic": False}
        moment = {"iat": issued, "exp": issued + 600}
        desk = self.cases.desk
        token = desk.signer.token(COUNCIL, None, frozenset(Scope), **claims, **moment)
        return client_for(desk.app, token)

    async def ask(self, path: str) -> Any:
        """Ask as the operator."""
        async with self.operator() as client:
            answer = await client.get(f"/partners{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def unwell(self) -> dict[str, float]:
        """Return the figures of what makes partners unwell, of what these tests are about."""
        async with self.cases.desk.client() as anonymous:
            checks = (await anonymous.get("/partners/readyz")).json()["checks"]
        ours = ("agencies_behind", "urgent_alarms_overdue", "letters_stuck")
        return {name: checks[name]["figure"] for name in ours if checks[name]["status"] != "ok"}


@asynccontextmanager
async def open_watch(url: str, hands: Hands) -> AsyncIterator[Watch]:
    """Open partners on an empty database, with everyone on the register."""
    async with open_database("partners", url, Base.metadata, lambda: hands.at) as database:
        app = create_app(PartnersSettings(**settings_for(url)), database)
        async with open_desk(app, database) as desk:
            async with database.transaction() as session:
                session.add_all(
                    Registered(
                        agency_id=agency.id,
                        kind=agency.kind,
                        name=agency.name,
                        synthetic=agency.synthetic,
                        registered_at=hands.at,
                        live_at=hands.at,
                        may_use_secret=False,
                    )
                    for agency in EVERYONE
                )
            yield Watch(Cases(desk), hands)
