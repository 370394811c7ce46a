"""People sign in at a provider, and nobody does whom it does not vouch for in every respect."""

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from services.partners.sign_in.openid import ON_THE_WAY
from tests.services.partners.sign_in.conftest import SESSION, SigningIn


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(jws.extract_compact(token.encode()).payload)
    return claims


async def test_whoever_signs_in_is_who_the_provider_says_and_back_where_they_were(
    signing_in: SigningIn,
) -> None:
    returned = await signing_in.get(await signing_in.at_provider("/outcomes/cases/1?print=yes"))
    assert returned.status_code == 303
    assert returned.headers["Location"] == "/outcomes/cases/1?print=yes"
    claims = _claims(signing_in.browser.cookies[SESSION])
    assert claims["aud"] == "alongside/pages"
    assert claims["sub"] == signing_in.agency_id
    assert claims["act"] == {"sub": "nurse-1", "unit": "district nursing", "role": "practitioner"}
    assert claims["exp"] - claims["iat"] == 3600
    scopes = set(claims["scope"].split())
    assert "surveys:answer" in scopes
    assert all(scope.endswith(":read") for scope in scopes - {"surveys:answer"})


async def test_the_cookie_is_out_of_reach(signing_in: SigningIn) -> None:
    returned = await signing_in.get(await signing_in.at_provider())
    cookie = returned.headers["Set-Cookie"].lower()
    for attribute in ("__host-", "httponly", "secure", "samesite=lax", "path=/", "max-age=3600"):
        assert attribute in cookie


async def test_the_strongest_of_the_mapped_roles_counts_and_others_do_not(
    signing_in: SigningIn,
) -> None:
    signing_in.provider.claims["roles"] = ["Emperor", "Nurse", "Lead"]
    await signing_in.get(await signing_in.at_provider())
    assert _claims(signing_in.browser.cookies[SESSION])["act"]["role"] == "safeguarding_lead"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"tid": "tenant-2"}, "unknown_agency"),
        ({"tid": None}, "unknown_agency"),
        ({"roles": ["Emperor"]}, "unmapped_role"),
        ({"roles": []}, "unmapped_role"),
        ({"roles": None}, "unmapped_role"),
        ({"roles": {"Nurse": True}}, "unmapped_role"),
        ({"oid": None}, "no_practitioner"),
        ({"oid": "x" * 101}, "no_practitioner"),
        ({"oid": "a\nb"}, "no_practitioner"),
        ({"dept": 7}, "no_practitioner"),
    ],
    ids=lambda value: value if isinstance(value, str) else "".join(value),
)
async def test_whom_the_claims_do_not_name_in_full_is_not_let_in(
    signing_in: SigningIn, claims: dict[str, Any], reason: str
) -> None:
    signing_in.provider.claims |= claims
    await _is_refused(signing_in, await signing_in.at_provider(), reason)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another time"},
        {"nonce": None},
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"aud": ["another-client"], "azp": "alongside-pages"},
        {"aud": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
    ],
    ids=lambda wrong: " ".join(f"{name}" for name in wrong),
)
async def test_a_token_that_is_not_for_this_moment_and_place_is_refused(
    signing_in: SigningIn, wrong: dict[str, Any]
) -> None:
    signing_in.provider.wrong = wrong
    await _is_refused(signing_in, await signing_in.at_provider(), "failed")


async def test_a_token_that_another_signed_is_refused(signing_in: SigningIn) -> None:
    signing_in.provider.signs_with = ECKey.generate_key("P-256", {"kid": "provider-key"})
    await _is_refused(signing_in, await signing_in.at_provider(), "failed")


async def test_a_token_signed_with_a_shared_secret_is_refused_whatever_the_provider_offers(
    signing_in: SigningIn,
) -> None:
    signing_in.provider.algorithm = "HS256"
    signing_in.provider.key = OctKey.generate_key(256, {"kid": "provider-key"})
    await _is_refused(signing_in, await signing_in.at_provider(), "failed")


async def test_a_provider_that_says_it_is_another_is_not_gone_to(signing_in: SigningIn) -> None:
    signing_in.provider.about_itself = {"issuer": "https://elsewhere.example"}
    answer = await signing_in.browser.get("/partners/sign-in/at/trust")
    assert answer.status_code == 403
    assert "Location" not in answer.headers


@pytest.mark.parametrize("state", ["made-up", None])
async def test_an_answer_to_what_this_browser_did_not_ask_is_refused(
    signing_in: SigningIn, state: str | None
) -> None:
    address = urlsplit(await signing_in.at_provider())
    query = {name: values[0] for name, values in parse_qs(address.query).items()} | {"state": state}
    sent = {name: value for name, value in query.items() if value is not None}
    await _is_refused(signing_in, f"{address.path}?{urlencode(sent)}", "failed")


async def test_a_return_without_the_browser_that_left_is_refused(signing_in: SigningIn) -> None:
    address = await signing_in.at_provider()
    signing_in.browser.cookies.clear()
    await _is_refused(signing_in, address, "failed")


async def test_a_return_is_good_once(signing_in: SigningIn) -> None:
    address = await signing_in.at_provider()
    assert (await signing_in.get(address)).status_code == 303
    signing_in.browser.cookies.delete(SESSION)
    await _is_refused(signing_in, address, "failed")


async def test_a_return_that_took_too_long_is_refused(
    signing_in: SigningIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = await signing_in.at_provider()
    database = signing_in.registry.database
    left_at = database.clock()
    monkeypatch.setattr(database, "clock", lambda: left_at + ON_THE_WAY)
    await _is_refused(signing_in, address, "failed")


async def test_who_cancels_at_the_provider_is_not_let_in_and_is_not_quoted(
    signing_in: SigningIn,
) -> None:
    state = parse_qs(urlsplit(await signing_in.at_provider()).query)["state"][0]
    query = urlencode({"error": "access_denied", "error_description": "<b>no</b>", "state": state})
    await _is_refused(signing_in, f"/partners/sign-in/at/trust/return?{query}", "failed")


async def test_nobody_is_let_in_for_an_agency_that_is_suspended(
    signing_in: SigningIn,
) -> None:
    await signing_in.registry.operate(f"/agencies/{signing_in.agency_id}/suspension")
    await _is_refused(signing_in, await signing_in.at_provider(), "not_live")


async def test_a_provider_that_is_not_named_is_not_found(signing_in: SigningIn) -> None:
    for path in ("/partners/sign-in/at/other", "/partners/sign-in/at/other/return"):
        assert (await signing_in.browser.get(path)).status_code == 404


async def test_with_one_provider_the_way_in_leads_there_and_keeps_the_way_back(
    signing_in: SigningIn,
) -> None:
    answer = await signing_in.browser.get("/partners/sign-in?back=/intake/cases/7")
    assert answer.status_code == 303
    assert urlsplit(answer.headers["Location"]).path == "/partners/sign-in/at/trust"
    assert "back=/intake/cases/7" in answer.headers["Location"]


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "/intake\\..\\",
        "/intake/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "",
        "/intake/" + "a" * 1000,
    ],
)
async def test_the_way_back_never_leads_elsewhere(signing_in: SigningIn, back: str) -> None:
    returned = await signing_in.get(await signing_in.at_provider(back))
    assert returned.headers["Location"] == "/intake/cases"


async def test_signing_out_makes_the_browser_forget(signing_in: SigningIn) -> None:
    await signing_in.get(await signing_in.at_provider())
    answer = await signing_in.browser.post("/partners/sign-out")
    assert "You are signed out" in answer.text
    assert SESSION not in signing_in.browser.cookies


async def _is_refused(signing_in: SigningIn, address: str, reason: str) -> None:
    answer = await signing_in.get(address)
    assert answer.status_code == 403
    assert "You could not be signed in" in answer.text
    assert "<b>no</b>" not in answer.text
    assert SESSION not in signing_in.browser.cookies
    assert await signing_in.reasons() == [reason]
