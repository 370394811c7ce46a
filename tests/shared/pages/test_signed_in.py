"""A page is shown to whoever is signed in, by a cookie that is good for pages and nothing else."""

import time

import httpx
from sqlalchemy import update

from shared.access.tables import known_agencies, known_keys
from tests.support.agencies import TRUST
from tests.support.desk import Desk

COOKIE = "__Host-alongside"
PAGES = "alongside/pages"
WHO = "/notes/who"


async def _show(client: httpx.AsyncClient, cookie: str | None, **headers: str) -> httpx.Response:
    kept = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
    return await client.get(WHO, headers={**kept, **headers})


async def test_a_page_says_who_is_signed_in_and_lets_them_sign_out(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    page = await _show(client, desk.signer.token(TRUST, aud=PAGES))
    assert page.status_code == 200
    assert "nurse-1, Northshire Community NHS Trust" in page.text
    assert 'action="/partners/sign-out"' in page.text
    assert "Sign out" not in (await client.get("/notes/write")).text


async def test_a_token_for_calls_opens_no_page(desk: Desk, client: httpx.AsyncClient) -> None:
    token = desk.signer.token(TRUST)
    for answer in (
        await _show(client, token),
        await _show(client, None, Authorization=f"Bearer {token}"),
        await _show(client, None, Authorization=f"Bearer {desk.signer.token(TRUST, aud=PAGES)}"),
        await _show(client, "nonsense"),
        await _show(client, None),
    ):
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/partners/sign-in?back={WHO}"


async def test_a_session_that_is_over_or_elsewheres_leads_to_signing_in(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    for cookie in (
        desk.signer.token(TRUST, aud=PAGES, exp=int(time.time()) - 1),
        desk.signer.token(TRUST, aud=PAGES, iss="https://elsewhere.example"),
        desk.signer.token(TRUST, aud=PAGES, synthetic=False),
    ):
        assert (await _show(client, cookie)).status_code == 303


async def test_a_session_ends_when_its_agency_is_suspended_or_its_key_retired(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    cookie = desk.signer.token(TRUST, aud=PAGES)
    for table, change in ((known_agencies, "suspended"), (known_keys, "retired")):
        assert (await _show(client, cookie)).status_code == 200
        async with desk.database.engine.begin() as connection:
            await connection.execute(update(table).values({change: True}))
        assert (await _show(client, cookie)).status_code == 303
        async with desk.database.engine.begin() as connection:
            await connection.execute(update(table).values({change: False}))
