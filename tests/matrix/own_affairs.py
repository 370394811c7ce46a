"""How an agency's own affairs are called: joining, keys, contacts, approaches, channels."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from joserfc.jwk import ECKey
from sqlalchemy import delete

from deploy.story.tokens import ASSERTION_KIND, Client, assertion
from services.partners.credentials.models import AgencyKey
from shared.reference.agencies import AgencyKind
from tests.exchange.busy_case import Call
from tests.matrix.cast import DIRECTOR, SPARES, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, body_for, someone_of
from tests.support.agencies import COUNCIL, REAL_COUNCIL, REAL_TRUST, Agency

_EARLIER = "2026-11-22T09:30:00Z"
_numbers = count()


def _another() -> Actor:
    """Return another agency, each time the next: none can have channels without end."""
    return someone_of(SPARES[next(_numbers) % len(SPARES)])


def _key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": uuid4().hex, "alg": "ES256"})


def _new_agency(**more: Any) -> dict[str, Any]:
    return {"kind": "other", "name": f"Newcomer {next(_numbers)}", "synthetic": True, **more}


async def _invited(place: Place, **more: Any) -> dict[str, Any]:
    answer = await place.operate("POST", "/partners/v1/agencies", _new_agency(**more))
    invited: dict[str, Any] = answer.raise_for_status().json()
    return invited


def _joining(invited: Mapping[str, Any], key: ECKey) -> dict[str, Any]:
    return {
        "agency_id": invited["agency_id"],
        "code": invited["joining_code"],
        "jwks": {"keys": [key.as_dict(private=False)]},
    }


async def _joined(place: Place, key: ECKey, **more: Any) -> str:
    """Return the id of an agency that has just joined."""
    invited = await _invited(place, **more)
    body = _joining(invited, key)
    await place.done(Actor(None, None), "POST", "/partners/v1/joining", body)
    return str(invited["agency_id"])


async def _invite(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=_new_agency())


async def _join(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=_joining(await _invited(place), _key()))


async def _token(place: Place, case: Case, actor: Actor) -> Sent:
    """Return a form that proves a client of its own, whoever sends it."""
    key = _key()
    client = Client(await _joined(place, key), key.as_dict(private=True))
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_KIND,
        "client_assertion": assertion(client, place.issuer, None),
    }
    return Sent(form=form)


def _a_newcomer(*first: str, body: Any = None) -> Prepare:
    """Name an agency that has joined, to which the operator has done this `first`."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        agency_id = await _joined(place, _key())
        for step in first:
            path = f"/partners/v1/agencies/{agency_id}/{step}"
            (await place.operate("POST", path)).raise_for_status()
        await place.settle()
        return Sent(ids={"agency_id": agency_id}, body=body)

    return prepare


async def _tested(place: Place, case: Case, actor: Actor) -> Sent:
    """Name an agency that has joined and has shown that a test event reached it."""
    sent = await _a_newcomer("test-events")(place, case, actor)
    agency = Agency("Newcomer", AgencyKind.OTHER, id=UUID(sent.ids["agency_id"]))
    page = await place.done(someone_of(agency), "GET", "/partners/v1/feed")
    receipts = {"event_ids": [event["id"] for event in page["items"]]}
    await place.done(someone_of(agency), "POST", "/partners/v1/receipts", receipts)
    await place.settle()
    return sent


def _code() -> dict[str, Any]:
    return {"scheme": "ods", "value": f"Z{next(_numbers):04}"}


async def _confirm(place: Place, case: Case, actor: Actor) -> Sent:
    return await _a_newcomer(body=_code())(place, case, actor)


async def _leave(place: Place, case: Case, actor: Actor) -> Sent:
    """Let an agency leave that has just joined: the one that calls, or the operator's choice."""
    synthetic = actor.agency is None or actor.agency.synthetic
    agency_id = await _joined(place, _key(), synthetic=synthetic)
    await place.settle()
    agency = Agency("Newcomer", AgencyKind.OTHER, synthetic=synthetic, id=UUID(agency_id))
    who = Actor(None if actor.agency is None else agency, actor.person)
    return Sent(ids={"agency_id": agency_id}, body=_body("departure", case), who=who)


async def _let_another_leave(place: Place, case: Case, actor: Actor) -> Sent:
    sent = await _leave(place, case, actor)
    return replace(sent, who=actor)


async def _rotate(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body={})


async def _replay(place: Place, case: Case, actor: Actor) -> Sent:
    """Name an agency that has a channel to bring it again."""
    sent = await _subscription("")(place, case, _another())
    return Sent(ids={"agency_id": sent.ids["agency_id"]}, body={"from_time": _EARLIER})


def _its(tail: str, *, another: bool = False) -> Prepare:
    """Name the caller's own agency, or another; the operator's is a newcomer."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        whose = _another() if another or actor.agency is None else actor
        agency_id = str(whose.agency.id) if whose.agency else ""
        path = f"/partners/v1/agencies/{agency_id}"
        sent = Sent(ids={"agency_id": agency_id}, body=_body(tail, case))
        if tail == "contacts/removal":
            kept = await place.done(whose, "POST", f"{path}/contacts", _body("contacts", case))
            sent.ids["contact_id"] = kept["contact_id"]
        if tail.startswith(("keys", "secrets")):
            await _end_keys(place, agency_id)
        if tail == "keys/retirement":
            for _ in range(2):
                kept = await place.done(whose, "POST", f"{path}/keys", _body("keys", case))
            sent.ids["key_id"] = kept["key_id"]
        if tail.startswith("secrets"):
            (await place.operate("POST", f"{path}/secret-permission")).raise_for_status()
        if tail == "secrets/retirement":
            kept = await place.done(whose, "POST", f"{path}/keys", _body("keys", case))
            kept = await place.done(whose, "POST", f"{path}/secrets", {"overlap_days": 0})
            sent.ids["secret_id"] = kept["secret_id"]
        return sent

    return prepare


async def _end_keys(place: Place, agency_id: str) -> None:
    """Make room: an agency has only so many keys, and here it has made one for each cell."""
    async with place.databases["partners"].transaction() as session:
        await session.execute(delete(AgencyKey).where(AgencyKey.agency_id == UUID(agency_id)))


def _body(tail: str, case: Case) -> Any:
    own: dict[str, Any] = {
        "keys": {"jwk": _key().as_dict(private=False)},
        "proposals": {"identifiers": [_code()]},
        "secrets": {"overlap_days": 0},
        "contacts/removal": None,
        "keys/retirement": {},
        "secrets/retirement": {},
    }
    return own[tail] if tail in own else body_for(Call("POST", f"/{tail}", ()), case.ids)


async def _declare(place: Place, case: Case, actor: Actor) -> Sent:
    first = date(2015, 1, 1) + timedelta(days=2 * next(_numbers))
    period = {"first_day": str(first), "last_day": str(first + timedelta(days=1))}
    return Sent(body=body_for(Call("POST", "/approaches", ()), case.ids) | {"period": period})


def _approach(*, another: bool = False) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        whose = _another() if another or actor.agency is None else actor
        new = (await _declare(place, case, whose)).body
        declared = await place.done(whose, "POST", "/partners/v1/approaches", new)
        body = body_for(Call("PUT", "/{approach_id}", ()), case.ids)
        ids = {"approach_id": declared["approach_id"]}
        return Sent(ids=ids, body=body, headers={"If-Match": '"1"'})

    return prepare


async def _subscribe(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body={"channel": "feed"})


def _subscription(tail: str, *, another: bool = False) -> Prepare:
    """Name a webhook of one's own, or of another; a paused one where it is to go on."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        whose = _another() if another or actor.agency is None else actor
        named = whose if whose.person else someone_of(whose.agency or SPARES[0])
        path = "/partners/v1/subscriptions"
        wanted = {"channel": "webhook", "url": "https://partner.example/hook"}
        made = await place.done(named, "POST", path, wanted)
        subscription_id = made["subscription_id"]
        if tail == "resumption":
            await place.done(named, "POST", f"{path}/{subscription_id}/suspension")
        bodies = {
            "event-types": {"event_types": ["intake.decision_made.v1"]},
            "secrets": {},
            "replays": {"from_time": _EARLIER},
        }
        headers = {"If-Match": '"1"'} if tail == "event-types" else {}
        ids = {"subscription_id": subscription_id}
        ids["agency_id"] = str(named.agency.id) if named.agency else ""
        return Sent(ids=ids, body=bodies.get(tail), headers=headers)

    return prepare


async def _receipts(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body={"event_ids": [str(uuid4())]})


async def _agree(place: Place, case: Case, actor: Actor) -> Sent:
    """Return the terms of an agreement with an agency of the caller's own world."""
    agency = actor.agency or COUNCIL
    with_whom = SPARES[next(_numbers) % len(SPARES)] if agency.synthetic else REAL_TRUST
    terms = {
        "agency_id": str(with_whom.id),
        "event_types": ["intake.decision_made.v1"],
        "purpose": "To protect adults.",
        "lawful_basis": "uk_gdpr_art6_1_e",
        "condition": "uk_gdpr_art9_2_g_sch1_para18",
        "starts_on": str(datetime.now(UTC).date() + timedelta(days=1)),
        "ends_on": str(datetime.now(UTC).date() + timedelta(days=300)),
    }
    return Sent(body=terms)


def _agreement(*, others: bool = False) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        agency = REAL_COUNCIL if others != (actor.agency == REAL_COUNCIL) else COUNCIL
        maker = Actor(agency, DIRECTOR)
        terms = (await _agree(place, case, maker)).body
        made = await place.done(maker, "POST", "/partners/v1/agreements", terms)
        return Sent(ids={"agreement_id": made["agreement_id"]}, body={"reason": "No more."})

    return prepare


def _import(*, another: bool = False) -> Prepare:
    """Name an import of one's own, or of another; its part is one line of newline JSON."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        whose = _another() if another or actor.agency is None else actor
        begun = await place.done(whose, "POST", _IMPORTS, {"is_trial": True})
        body = body_for(Call("POST", "/parts", ()), case.ids)
        headers = {"Content-Type": "application/x-ndjson"}
        return Sent(ids={"import_id": begun["import_id"]}, body=body, headers=headers)

    return prepare


_IMPORTS = "/intake/v1/imports"
_ONE_IMPORT = (
    f"GET {_IMPORTS}/{{import_id}}",
    f"POST {_IMPORTS}/{{import_id}}/parts",
    f"GET {_IMPORTS}/{{import_id}}/rows",
)
_AGENCY = "/partners/v1/agencies/{agency_id}"
_APPROACHES = "/partners/v1/approaches"
_SUBSCRIPTIONS = "/partners/v1/subscriptions"
_ONE = f"{_SUBSCRIPTIONS}/{{subscription_id}}"
_ITS: dict[str, str] = {
    f"GET {_AGENCY}/state": "",
    f"POST {_AGENCY}/departure": "departure",
    f"GET {_AGENCY}/contacts": "",
    f"POST {_AGENCY}/contacts": "contacts",
    f"POST {_AGENCY}/contacts/{{contact_id}}/removal": "contacts/removal",
    f"GET {_AGENCY}/credentials": "",
    f"POST {_AGENCY}/keys": "keys",
    f"POST {_AGENCY}/keys/{{key_id}}/retirement": "keys/retirement",
    f"POST {_AGENCY}/secrets": "secrets",
    f"POST {_AGENCY}/secrets/{{secret_id}}/retirement": "secrets/retirement",
    f"GET {_AGENCY}/identifiers": "",
    f"POST {_AGENCY}/identifiers/proposals": "proposals",
    f"POST {_AGENCY}/test-events": "",
}
_CHANNEL: dict[str, str] = {
    f"GET {_ONE}": "",
    f"PUT {_ONE}/event-types": "event-types",
    f"POST {_ONE}/suspension": "suspension",
    f"POST {_ONE}/resumption": "resumption",
    f"POST {_ONE}/ending": "ending",
    f"POST {_ONE}/secrets": "secrets",
    f"POST {_ONE}/replays": "replays",
}

OWN: dict[str, Prepare] = {
    "POST /partners/v1/agencies": _invite,
    "POST /partners/v1/joining": _join,
    "POST /partners/v1/token": _token,
    f"POST {_AGENCY}/joining-code": _a_newcomer(),
    f"POST {_AGENCY}/admission": _tested,
    f"POST {_AGENCY}/suspension": _a_newcomer(),
    f"POST {_AGENCY}/resumption": _a_newcomer("suspension"),
    f"POST {_AGENCY}/identifiers/confirmations": _confirm,
    f"POST {_AGENCY}/secret-permission": _a_newcomer(),
    f"POST {_AGENCY}/secret-prohibition": _a_newcomer("secret-permission"),
    f"POST {_AGENCY}/replays": _replay,
    "POST /partners/v1/signing-keys": _rotate,
    f"POST {_APPROACHES}": _declare,
    f"GET {_APPROACHES}/{{approach_id}}": _approach(),
    f"PUT {_APPROACHES}/{{approach_id}}": _approach(),
    f"GET {_APPROACHES}/{{approach_id}} (another's)": _approach(another=True),
    f"PUT {_APPROACHES}/{{approach_id}} (another's)": _approach(another=True),
    f"POST {_SUBSCRIPTIONS}": _subscribe,
    "POST /partners/v1/receipts": _receipts,
    "POST /partners/v1/agreements": _agree,
    "GET /partners/v1/agreements/{agreement_id}": _agreement(),
    "GET /partners/v1/agreements/{agreement_id} (between others)": _agreement(others=True),
    "POST /partners/v1/agreements/{agreement_id}/ending": _agreement(),
    **{call: _its(tail) for call, tail in _ITS.items()},
    **{f"{call} (another's)": _its(tail, another=True) for call, tail in _ITS.items()},
    **{call: _import() for call in _ONE_IMPORT},
    **{f"{call} (another's)": _import(another=True) for call in _ONE_IMPORT},
    f"POST {_AGENCY}/departure": _leave,
    f"POST {_AGENCY}/departure (another's)": _let_another_leave,
    **{call: _subscription(tail) for call, tail in _CHANNEL.items()},
    **{f"{call} (another's)": _subscription(tail, another=True) for call, tail in _CHANNEL.items()},
}
