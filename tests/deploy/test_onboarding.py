"""The operator's commands about agencies, run as they are typed, on an exchange that is up."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.playing import embedded_place
from deploy.story.driver import Partner
from deploy.story.joining import join, kept_client
from deploy.story.place import Place
from deploy.story.tokens import Client, Practitioner

ROOT = Path(__file__).parents[2]
NAME = "Littlebrook Care"
SYSTEM = Practitioner("integration", None)
CONTACT = "safeguarding_lead:Jo Hill:jo@littlebrook.example"
CODE = "cqc_provider:1-999000777"
FACTS = ("--kind", "care_provider", "--identifier", CODE, "--contact", CONTACT, "--synthetic")
AS_A_PARTY = {
    f"partners.{what}.v1" for what in ("party_accepted", "request_made", "request_answered")
}
"""What a party is told only under an agreement."""
INVITE = ("invite", NAME, *FACTS)


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    exit_code: int
    output: str


@dataclass
class Desk:
    """An operator's desk beside a running exchange, and a partner's developers at theirs."""

    url: str
    place: Place
    operator_key: Path
    http: httpx.AsyncClient

    async def run(self, *words: str) -> Ran:
        """Run a command as an operator does, in a process of its own."""
        where = ("--url", self.url, "--operator", str(self.operator_key))
        group, *rest = words
        typed = (group, *where, *rest)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.cli", *typed),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        return Ran(process.returncode or 0, output.decode())

    async def agencies(self, *words: str) -> Any:
        """Return what a command about agencies answers as JSON."""
        result = await self.run("agencies", *words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    async def join(self) -> Partner:
        """Have the agency invited, and let it join; return its system."""
        code = await self.agencies(*INVITE)
        client: Client = await join(self.http, self.place, "littlebrook", code)
        return Partner(self.http, self.place, client, SYSTEM)

    async def go_live(self) -> Partner:
        """Have the agency join, receive a test event, and be admitted."""
        partner = await self.join()
        sent = await self.agencies("test", NAME)
        await partner.wait_for_test(sent["test_id"])
        await self.agencies("admit", NAME)
        # What it may do now is in its next token.
        client = kept_client(self.place.keys, "littlebrook")
        return Partner(self.http, self.place, client, SYSTEM)


@asynccontextmanager
async def _desk(folder: Path) -> AsyncIterator[Desk]:
    async with (
        embedded_place(folder, 0) as (url, place),
        httpx.AsyncClient(timeout=30.0, trust_env=False) as http,
    ):
        yield Desk(url, place, folder / "operator.jwk", http)


async def test_an_agency_is_taken_from_its_invitation_to_its_leaving(tmp_path: Path) -> None:
    async with _desk(tmp_path) as desk:
        partner = await desk.join()
        early = await desk.run("agencies", "admit", NAME)
        assert early.exit_code == 1
        assert "test_event_not_received" in early.output
        sent = await desk.agencies("test", partner.id)
        await partner.wait_for_test(sent["test_id"])
        assert (await desk.agencies("admit", NAME))["state"] == "live"
        state = await desk.agencies("state", NAME.upper())
        assert (state["state"], state["contact_roles"]) == ("live", ["safeguarding_lead"])
        assert state["test_received_at"] is not None
        assert (await desk.agencies("suspend", NAME))["state"] == "suspended"
        assert (await desk.agencies("resume", NAME))["state"] == "live"
        codes = await desk.agencies("confirm-identifier", NAME, "cqc_location:1-999000778")
        assert len(codes["confirmed"]) == 2
        left = await desk.agencies("leave", NAME, "--reason", "It closed.")
        assert left["state"] == "left"
        listed = await desk.run("agencies", "list")
        assert "left" in listed.output
        assert NAME in listed.output


async def test_a_code_is_printed_for_people_and_can_be_renewed(tmp_path: Path) -> None:
    async with _desk(tmp_path) as desk:
        invited = await desk.run("agencies", *INVITE)
        assert "joining code: " in invited.output
        renewed = await desk.run("agencies", "new-code", NAME)
        assert "joining code: " in renewed.output
        code = renewed.output.partition("joining code: ")[2].splitlines()[0]
        assert code not in invited.output
        agency_id = renewed.output.partition("agency_id: ")[2].splitlines()[0]
        given = {"agency_id": agency_id, "joining_code": code}
        assert (await join(desk.http, desk.place, "littlebrook", given)).id == agency_id


async def test_what_is_refused_is_said_in_a_line(tmp_path: Path) -> None:
    async with _desk(tmp_path) as desk:
        for words, said in (
            (("agencies", "state", "Nobody"), "0 agencies have that name"),
            (("agencies", "suspend", "01a21504-c9c7-703f-b9ee-c59ecd336ebe"), "not_found"),
            (("agencies", "invite", "X", "--kind", "bakery"), "malformed_input"),
        ):
            result = await desk.run(*words)
            assert result.exit_code == 1
            assert said in result.output
            assert len(result.output.splitlines()) == 1
        wrong = await desk.run("agencies", "invite", "X", "--kind", "police", "--identifier", "RZZ")
        assert wrong.exit_code == 2
        desk.operator_key = tmp_path / "nowhere.jwk"
        assert "There is no key at" in (await desk.run("agencies", "list")).output


async def test_the_exchanges_key_is_replaced_and_the_page_opened(tmp_path: Path) -> None:
    async with _desk(tmp_path) as desk:
        rotated = await desk.run("rotate-signing-key", "--json")
        assert rotated.exit_code == 0, rotated.output
        jwks = (await desk.http.get(f"{desk.url}/partners/v1/jwks")).json()
        assert json.loads(rotated.output)["kid"] in {key["kid"] for key in jwks["keys"]}
        again = await desk.run("rotate-signing-key")
        assert "rotation_under_way" in again.output
        link = (await desk.run("operator-page")).output.strip()
        assert link.startswith(f"{desk.url}/partners/operator/sign-in?code=")
        assert "Sign in" in (await desk.http.get(link)).text


@pytest.mark.timeout(180)
async def test_a_sandbox_brings_made_up_cases_and_goes_on_with_what_the_partner_does(
    tmp_path: Path,
) -> None:
    async with _desk(tmp_path) as desk:
        partner = await desk.go_live()
        keys = ("--keys", str(tmp_path / "sandbox"))
        begun = await desk.run("sandbox", "--agency", NAME, "--minutes", "0", *keys)
        assert begun.exit_code == 0, begun.output
        assert "the invitation waits for its answer" in begun.output
        (invitation,) = await partner.every("/partners/v1/invitations")
        case = f"/partners/v1/cases/{invitation['case_id']}"
        await partner.post(f"{case}/parties/acceptance")
        again = ("sandbox", "--agency", NAME, "--cases", "0", *keys)
        asking = asyncio.create_task(desk.run(*again, "--minutes", "1"))
        await partner.wait_for_event("partners.request_made.v1", invitation["case_id"])
        (asked,) = await partner.every("/partners/v1/requests")
        request = f"{case}/requests/{asked['request_id']}"
        await partner.post(f"{request}/acknowledgement")
        await partner.post(f"{request}/answer", {"words": "Made up as well."})
        assert "done (partners.request_answered.v1)" in (await asking).output
        told = {one["type"] for one in await partner.feed() if "case_id" in one["data"]}
        assert told >= AS_A_PARTY
        (agreement,) = await partner.every("/partners/v1/agreements")
        assert agreement["state"] == "in_force"


async def test_there_is_no_sandbox_for_who_is_not_live(tmp_path: Path) -> None:
    async with _desk(tmp_path) as desk:
        await desk.agencies(*INVITE)
        refused = await desk.run("sandbox", "--agency", NAME, "--keys", str(tmp_path / "sandbox"))
        assert refused.exit_code == 1
        assert "let it go live" in refused.output
