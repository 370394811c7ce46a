"""The story's partner system: what it does when the exchange, or the way to it, lets it down."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.story.body import body
from deploy.story.driver import Partner, Refused
from deploy.story.place import Place
from deploy.story.tokens import Client
from deploy.story.waiting import TookTooLong

KEY = ECKey.generate_key("P-256", {"kid": "nhs-trust"})
CLIENT = Client("an-agency", KEY.as_dict(private=True))
PLACE = Place.at("http://exchange.test", {}, Path("unused"))
ISSUER = "http://exchange.test/partners"

Answers = Callable[[httpx.Request], httpx.Response]


class Exchange:
    """Answers as told, and keeps what it was sent; tokens are always given."""

    def __init__(self, *answers: Answers) -> None:
        self.requests: list[httpx.Request] = []
        self.assertions: list[str] = []
        self._answers = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("oauth-authorization-server"):
            return httpx.Response(200, json={"issuer": ISSUER})
        if request.url.path == "/partners/v1/token":
            form = httpx.QueryParams(request.content.decode())
            self.assertions.append(form["client_assertion"])
            return httpx.Response(200, json={"access_token": "a-token", "expires_in": 600})
        self.requests.append(request)
        return self._answers.pop(0)(request)

    def partner(self, place: Place = PLACE) -> Partner:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return Partner(http, place, CLIENT)


def _breaks_off(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("gone")


def _answers(status: int, **members: object) -> Answers:
    return lambda _request: httpx.Response(status, json=members)


async def test_a_post_is_sent_again_with_the_same_key_and_body_until_it_is_answered() -> None:
    exchange = Exchange(
        _breaks_off,
        _answers(503, code="unavailable"),
        _answers(409, code="request_in_flight"),
        _answers(201, done=True),
    )
    answer = await exchange.partner().post("/intake/v1/concerns", {"words": "the same"})
    assert answer == {"done": True}
    assert len({request.headers["Idempotency-Key"] for request in exchange.requests}) == 1
    assert {request.content for request in exchange.requests} == {b'{"words":"the same"}'}
    assert len(exchange.requests) == 4


async def test_two_posts_have_two_keys() -> None:
    exchange = Exchange(_answers(201), _answers(201))
    partner = exchange.partner()
    await partner.post("/intake/v1/concerns")
    await partner.post("/intake/v1/concerns")
    assert len({request.headers["Idempotency-Key"] for request in exchange.requests}) == 2


async def test_an_answer_that_says_no_is_not_asked_again() -> None:
    exchange = Exchange(_answers(409, code="case_already_decided"))
    with pytest.raises(Refused, match="case_already_decided"):
        await exchange.partner().post("/intake/v1/cases/1/decision")


async def test_patience_ends() -> None:
    exchange = Exchange(*[_breaks_off] * 10)
    with pytest.raises(TookTooLong):
        await exchange.partner(replace(PLACE, patience_seconds=0.1)).get("/intake/v1/concerns")


async def test_one_token_serves_many_requests_and_its_assertion_is_for_the_issuer_alone() -> None:
    exchange = Exchange(_answers(200), _answers(200))
    partner = exchange.partner()
    await partner.get("/intake/v1/concerns")
    await partner.get("/outcomes/v1/statistics/summary")
    (assertion,) = exchange.assertions
    proof = jwt.decode(assertion, KEY)
    assert proof.header["typ"] == "client-authentication+jwt"
    assert proof.claims["aud"] == ISSUER
    assert proof.claims["iss"] == proof.claims["sub"] == CLIENT.id
    assert proof.claims["exp"] - proof.claims["iat"] <= 300


def test_placeholders_are_filled_with_text_or_with_what_they_stand_for() -> None:
    numbers = body("raise-concern", nhs_number=[9990000018], yesterday="2026-11-21")["adult"]
    assert numbers["nhs_number"] == [9990000018]
    wish = body("record-second-wish", conversation_id="c-1", police_id="p-1")
    assert (wish["conversation_id"], wish["owner_agency_id"]) == ("c-1", "p-1")
