"""Every page keeps itself to itself, loads nothing from elsewhere, and fails as a page."""

import re
from pathlib import Path

import httpx
import pytest

import shared.pages
from tests.support.agencies import ISSUER

ASSETS = Path(shared.pages.__file__).parent / "assets"


async def test_a_page_is_kept_by_nobody_framed_by_nobody_and_found_by_no_search(
    client: httpx.AsyncClient,
) -> None:
    headers = (await client.get("/notes/write")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex"
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"


async def test_what_a_page_loads_is_its_own_services_and_can_be_kept_for_a_year(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/notes/write")).text
    loaded = re.findall(r'(?:src|href)="(/notes/assets/[^"]+)"', page)
    assert {address.rsplit("/", 1)[1] for address in loaded} == {
        "alongside.css",
        "alongside.js",
        "govuk-frontend.min.css",
        "icon.svg",
    }
    for address in (*loaded, loaded[0].rsplit("/", 1)[0] + "/govuk-frontend.min.js"):
        answer = await client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


async def test_an_asset_of_another_release_is_served_but_not_kept(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/notes/assets/0123456789abcdef/alongside.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["README.md", "nothing.css", "..%2Frendering.py"])
async def test_nothing_but_assets_is_served_as_one(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/notes/assets/0123456789abcdef/{name}")).status_code == 404


def test_nothing_that_only_govuk_may_use_is_shipped() -> None:
    text = "".join(
        path.read_text().lower() for path in ASSETS.iterdir() if path.suffix in {".css", ".js"}
    )
    assert not [word for word in ("gds transport", "@font-face", "url(", "crest") if word in text]


async def test_what_is_shown_is_escaped_and_what_is_forgotten_is_noticed(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/notes/write", params={"said": "<script>alert(1)</script>"})).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert (await client.get("/notes/forgotten")).status_code == 500


async def test_a_failure_is_a_page_that_repeats_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/notes/broken")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "Marigold" not in answer.text


async def test_what_is_not_found_by_id_is_told_as_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/notes/by-id/not-an-id")
    assert answer.status_code == 404
    assert "<h1" in answer.text
    assert "not-an-id" not in answer.text


@pytest.mark.parametrize(
    ("asked", "back"),
    [
        ("/notes/mine", "/notes/mine"),
        ("/notes/mine?after=a%26b", "/notes/mine%3Fafter%3Da%2526b"),
    ],
    ids=["plain", "with-a-query"],
)
async def test_whoever_is_not_signed_in_is_led_there_and_back(
    client: httpx.AsyncClient, asked: str, back: str
) -> None:
    answer = await client.get(asked)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/partners/sign-in?back={back}"


async def test_an_unknown_parameter_is_told_as_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/notes/write?sid=x")
    assert answer.status_code == 422
    assert "has a parameter that is not known" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ISSUER.removesuffix("/partners")},
    ],
    ids=["cross-site", "same-site", "none", "origin", "both"],
)
async def test_a_form_of_another_site_does_nothing(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.post("/notes/write", data={"words": "hello"}, headers=headers)
    assert answer.status_code == 403
    assert "hello" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}, {}],
    ids=["same-origin", "no-referrer", "old"],
)
async def test_a_form_of_ones_own_is_taken(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.post("/notes/write", data={"words": "hello"}, headers=headers)
    assert answer.status_code == 200
    assert "hello" in answer.text
