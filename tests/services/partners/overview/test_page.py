"""The operator's page: opened by a link that is good once, and shown to nobody else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import update

from services.partners.overview.models import OperatorPass, PassKind
from tests.services.partners.overview.test_states import delivery, webhook
from tests.services.partners.registry import INSTANT, Registry

PAGE = "/partners/operator"


async def _link(registry: Registry) -> str:
    answer = await registry.operate("/operator-links")
    assert answer.status_code == 201
    url: str = answer.json()["url"]
    return url


async def _sign_in(registry: Registry, client: httpx.AsyncClient) -> httpx.Response:
    code = parse_qs(urlsplit(await _link(registry)).query)["code"][0]
    return await client.post(f"{PAGE}/sign-in", data={"code": code})


async def test_a_link_leads_to_the_page_and_the_page_shows_how_agencies_are_doing(
    registry: Registry,
) -> None:
    well = await registry.register(name="Well & Good Trust")
    ill = await registry.register(name="<script>alert(1)</script>", identifiers=[])
    async with registry.database.transaction() as session:
        session.add_all([delivery(well, 3, received=True), delivery(ill, 30)])
        session.add(webhook(ill, failing_since=INSTANT, failure="timed_out"))
    async with registry.browser() as client:
        url = await _link(registry)
        for _ in range(2):  # looking at the link does not use it up
            offered = await client.get(url)
            assert offered.status_code == 200
        code = parse_qs(urlsplit(url).query)["code"][0]
        signed_in = await client.post(f"{PAGE}/sign-in", data={"code": code})
        assert (signed_in.status_code, signed_in.headers["Location"]) == (303, PAGE)
        page = await client.get(PAGE)
    assert page.status_code == 200
    assert "Well &amp; Good Trust" in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script>" not in page.text
    assert page.text.index("&lt;script&gt;") < page.text.index("Well &amp; Good")
    assert "Pushes fail" in page.text
    assert "timed out" in page.text


async def test_the_cookie_is_the_pages_alone(registry: Registry) -> None:
    async with registry.browser() as client:
        cookie = (await _sign_in(registry, client)).headers["Set-Cookie"].lower()
    for attribute in ("httponly", "samesite=strict", f"path={PAGE}", "max-age=3600"):
        assert attribute in cookie


async def test_a_link_is_good_once(registry: Registry) -> None:
    code = parse_qs(urlsplit(await _link(registry)).query)["code"][0]
    async with registry.browser() as one, registry.browser() as other:
        assert (await one.post(f"{PAGE}/sign-in", data={"code": code})).status_code == 303
        again = await other.post(f"{PAGE}/sign-in", data={"code": code})
        assert again.status_code == 401
        assert "Set-Cookie" not in again.headers
        assert (await other.get(PAGE)).status_code == 401


@pytest.mark.parametrize("kind", list(PassKind))
async def test_links_and_sessions_end(registry: Registry, kind: PassKind) -> None:
    async with registry.browser() as client:
        code = parse_qs(urlsplit(await _link(registry)).query)["code"][0]
        if kind is PassKind.SESSION:
            await client.post(f"{PAGE}/sign-in", data={"code": code})
        async with registry.database.transaction() as session:
            await session.execute(update(OperatorPass).values(expires_at=INSTANT))
        if kind is PassKind.LINK:
            refused = await client.post(f"{PAGE}/sign-in", data={"code": code})
            assert refused.status_code == 401
        assert (await client.get(PAGE)).status_code == 401


async def test_a_links_code_is_no_session(registry: Registry) -> None:
    code = parse_qs(urlsplit(await _link(registry)).query)["code"][0]
    async with registry.browser() as client:
        client.cookies.set("alongside_operator", code)
        assert (await client.get(PAGE)).status_code == 401


async def test_signing_out_ends_the_session_wherever_its_cookie_went(registry: Registry) -> None:
    async with registry.browser() as client:
        await _sign_in(registry, client)
        stolen = client.cookies["alongside_operator"]
        assert (await client.post(f"{PAGE}/sign-out")).status_code == 200
        client.cookies.set("alongside_operator", stolen, path=PAGE)
        assert (await client.get(PAGE)).status_code == 401


async def test_only_the_operator_gets_a_link_and_it_is_shown_once(registry: Registry) -> None:
    agency_id = await registry.register()
    async with await registry.client(agency_id) as client:
        refused = await client.post("/partners/v1/operator-links")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_the_operator")
    async with await registry.operator() as operator:
        answers = [
            await operator.post("/partners/v1/operator-links", headers={"Idempotency-Key": "once"})
            for _ in range(2)
        ]
    assert "url" not in answers[1].json()
    expires_at = (INSTANT + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")
    assert answers[0].json()["expires_at"] == expires_at


async def test_an_access_token_opens_no_page(registry: Registry) -> None:
    async with await registry.operator() as operator:
        assert (await operator.get(PAGE)).status_code == 401
