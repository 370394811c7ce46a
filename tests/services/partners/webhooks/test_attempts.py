"""What an attempt comes to, at receivers that behave well, badly, or not at all."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore
import pytest

from services.partners.webhooks.network import LONGEST_ANSWER_BYTES, AnswerTooLong, BoundedStream
from services.partners.webhooks.outcome import Failure, Outcome, read_outcome
from services.partners.webhooks.posting import Poster
from shared.endpoints import Reach
from tests.services.partners.webhooks.authority import TestAuthority
from tests.services.partners.webhooks.posters import NameServer, poster_within
from tests.services.partners.webhooks.receiver import (
    Behaviour,
    answer_without_end,
    answering,
    drip,
    hang,
    hang_up,
    head_without_end,
    receiving,
    talk_nonsense,
)

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_only_a_2xx_means_taken(status: int) -> None:
    assert read_outcome(status, None, AT).is_taken


@pytest.mark.parametrize(
    ("status", "failure"),
    [(302, "redirected"), (400, "http_400"), (404, "http_404"), (500, "http_500"), (410, "gone")],
)
def test_what_failed_is_kept_as_a_short_code(status: int, failure: str) -> None:
    outcome = read_outcome(status, "5", AT)
    assert (outcome.failure, outcome.asked_to_wait) == (failure, None)
    assert outcome.is_end == (failure == "gone")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999999999999", 999_999_999),
        ("Sun, 22 Nov 2026 09:31:00 GMT", 60),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_a_receiver_may_ask_to_be_left_alone_for_a_while(
    status: int, retry_after: str | None, seconds: int | None
) -> None:
    wait = None if seconds is None else timedelta(seconds=seconds)
    assert read_outcome(status, retry_after, AT) == Outcome(f"http_{status}", wait)


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        (answering(200, body="x" * 1000), None),
        (answering(500, body="Mrs Smith's inbox is full"), "http_500"),
        (hang, Failure.TIMED_OUT),
        (drip, Failure.TIMED_OUT),
        (hang_up, Failure.ANSWER_NOT_HTTP),
        (talk_nonsense, Failure.ANSWER_NOT_HTTP),
        (answer_without_end, None),
        (head_without_end, Failure.ANSWER_TOO_LONG),
    ],
)
async def test_no_receiver_holds_an_attempt_up(
    poster: Poster, behaviour: Behaviour, failure: str | None
) -> None:
    async with receiving(behaviour) as receiver:
        began = time.monotonic()
        outcome = await poster.post(receiver.url, {}, b"{}")
    assert outcome.failure == failure
    assert time.monotonic() - began < 3
    assert len(receiver.requests) == 1


async def test_a_receiver_that_is_not_there_refuses(poster: Poster) -> None:
    async with receiving(hang) as gone:
        pass
    assert (await poster.post(gone.url, {}, b"{}")).failure == Failure.CONNECTION_REFUSED


async def test_a_name_that_leads_nowhere_is_told_from_a_forbidden_one() -> None:
    async def nobody_knows(_host: str, _port: int) -> list[str]:
        raise OSError

    async with poster_within(Reach(), nobody_knows) as poster:
        outcome = await poster.post("https://events.example.org/", {}, b"{}")
    assert outcome.failure == Failure.NAME_NOT_FOUND


async def test_a_name_server_that_does_not_answer_holds_up_nothing_else() -> None:
    async def silence(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async with poster_within(Reach(), silence) as poster:
        outcome = await poster.post("https://events.example.org/", {}, b"{}")
    assert outcome.failure == Failure.TIMED_OUT


@pytest.mark.parametrize(
    ("served", "days", "trusted", "failure"),
    [
        ("localhost", (-1, 30), "its own", None),
        ("events.example.org", (-1, 30), "its own", Failure.TLS_FAILED),
        ("localhost", (-30, -1), "its own", Failure.TLS_FAILED),
        ("localhost", (-1, 30), "others", Failure.TLS_FAILED),
    ],
)
async def test_only_a_valid_certificate_of_that_very_name_is_accepted(
    tmp_path: Path, served: str, days: tuple[int, int], trusted: str, failure: str | None
) -> None:
    authority = TestAuthority(tmp_path)
    file = authority.file if trusted == "its own" else None
    async with (
        receiving(answering(200), tls=authority.serving(served, days=days), host="localhost") as it,
        poster_within(Reach(loopback=True), NameServer(["127.0.0.1"]), authorities=file) as our,
    ):
        outcome = await our.post(it.url, {}, b"{}")
    assert outcome.failure == failure
    assert len(it.requests) == (failure is None)


async def test_a_connection_is_used_again_and_carries_nothing_over(poster: Poster) -> None:
    async with receiving(answering(200, "Set-Cookie: who=you", body="x" * 100)) as receiver:
        for number in range(3):
            await poster.post(
                receiver.url, {"webhook-id": str(number)}, f'{{"n":{number}}}'.encode()
            )
    assert receiver.connections == 1
    assert [request.body for request in receiver.requests] == ['{"n":0}', '{"n":1}', '{"n":2}']
    for number, request in enumerate(receiver.requests):
        assert request.headers == {
            "host": f"127.0.0.1:{receiver.port}",
            "content-type": "application/cloudevents+json",
            "user-agent": "Alongside-Webhooks/1",
            "accept-encoding": "identity",
            "content-length": "7",
            "webhook-id": str(number),
        }


async def test_of_an_answer_a_few_bytes_are_read_and_the_next_answer_has_its_own() -> None:
    stream = BoundedStream(httpcore.AsyncMockStream([b"x" * 1024] * 100))
    read = len(await stream.read(100_000))
    with pytest.raises(AnswerTooLong):
        while True:
            read += len(await stream.read(100_000))
    assert read == LONGEST_ANSWER_BYTES
    await stream.write(b"POST")
    assert await stream.read(2000) == b"x" * 1024
