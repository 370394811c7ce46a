"""Named contacts are told by mail; what does not get out is seen, and never dropped in silence."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from services.partners.contacts.models import ContactRole
from services.partners.letters.commands import claim_letter, queue_for_operator, queue_letter
from services.partners.letters.models import Hindrance, Letter, LetterKind, LetterState
from services.partners.letters.sending import send_letter
from services.partners.letters.wording import Facts
from services.partners.subscriptions.giving_up import suspend_for_failure
from services.partners.subscriptions.models import Subscription
from shared.mail import Mail
from tests.services.partners.cases import code_of
from tests.services.partners.watch import OPERATOR_EMAIL, Watch, outlet
from tests.support.agencies import COUNCIL, REAL_COUNCIL, REAL_TRUST, TRUST
from tests.support.mailbox import open_mailbox

LEAD = "lead@council.example"
DESK = "desk@council.example"
SYSTEMS = "systems@council.example"
FACTS: Facts = {"minutes": 15}


async def urgent(watch: Watch, *, synthetic: bool = False) -> None:
    agency = COUNCIL if synthetic else REAL_COUNCIL
    async with watch.database.transaction() as session:
        queue_letter(session, LetterKind.URGENT_WAITS, agency.id, FACTS, synthetic=synthetic)


async def digest(watch: Watch) -> None:
    facts: Facts = {"waiting": 3, "oldest": "24 November 2026, 09:30"}
    async with watch.database.transaction() as session:
        queue_letter(session, LetterKind.UNDELIVERED, REAL_COUNCIL.id, facts, synthetic=False)


async def states(watch: Watch) -> list[tuple[LetterState, Hindrance | None]]:
    return [(letter.state, letter.hindrance) for letter in await watch.letters()]


async def test_an_urgent_letter_reaches_the_lead_and_who_watches_for_what_waits(
    watch: Watch,
) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await watch.name(REAL_COUNCIL, ContactRole.UNDELIVERED, DESK)
    await watch.name(REAL_COUNCIL, ContactRole.TECHNICAL, SYSTEMS)
    await urgent(watch)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    (taken,) = mailbox.taken
    assert sorted(mailbox.envelopes[0].rcpt_tos) == [DESK, LEAD]
    assert taken["Subject"] == "An urgent concern waits for you on Alongside"
    text = taken.get_content()
    assert "15 minutes" in text
    assert "Sign in now at https://exchange.example" in text
    assert "01632 960000" in text
    assert await states(watch) == [(LetterState.SENT, None)]


async def test_a_digest_reaches_who_watches_for_what_waits_before_others(watch: Watch) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await digest(watch)
    await watch.name(REAL_COUNCIL, ContactRole.UNDELIVERED, DESK)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    assert mailbox.envelopes[0].rcpt_tos == [DESK]


async def test_nobody_is_written_to_about_a_case_that_they_may_not_know_of_any_more(
    watch: Watch,
) -> None:
    await watch.name(TRUST, ContactRole.SAFEGUARDING_LEAD, "nurse@trust.example")
    case_id = await watch.cases.begin(referrer=TRUST, immediate_danger=True)
    await watch.pass_time(minutes=16)
    await watch.cases.exclude(case_id, TRUST)
    watch.pass_unwatched(minutes=10)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    assert mailbox.taken == []
    (letter,) = [one for one in await watch.letters() if one.agency_id == TRUST.id]
    assert (letter.state, letter.next_attempt_at) == (LetterState.WITHHELD, None)


async def test_a_letter_says_nothing_of_a_case_or_a_person(watch: Watch) -> None:
    case_id = await watch.cases.begin(
        lead=REAL_COUNCIL, referrer=REAL_COUNCIL, immediate_danger=True
    )
    await watch.name(COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await watch.name(TRUST, ContactRole.SAFEGUARDING_LEAD, "nurse@trust.example")
    made_up = await watch.cases.begin(immediate_danger=True)
    watch.pass_unwatched(minutes=16)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    assert len(mailbox.taken) == 2
    for taken in mailbox.taken:
        text = f"{taken['Subject']} {taken.get_content()}"
        assert taken["Subject"].startswith("Made up, for practice: an urgent concern")
        for telling in (str(case_id), str(made_up), TRUST.name, "financial", "Whoever Watches"):
            assert telling not in text


async def test_where_there_is_no_mail_server_a_letter_is_seen_to_be_unsent(watch: Watch) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await urgent(watch)
    await watch.step(outlet(None))
    assert await states(watch) == [(LetterState.UNSENT, Hindrance.NO_MAIL_SERVER)]
    assert await watch.unwell() == {"letters_stuck": 1}
    (listed,) = (await watch.ask("/v1/letters"))["items"]
    assert (listed["state"], listed["hindrance"]) == ("unsent", "no_mail_server")
    assert listed["agency_id"] == str(REAL_COUNCIL.id)
    watch.pass_unwatched(minutes=5)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    assert len(mailbox.taken) == 1
    assert await watch.unwell() == {}


async def test_an_agency_that_named_nobody_makes_its_letter_unsent(watch: Watch) -> None:
    await urgent(watch)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
        assert await states(watch) == [(LetterState.UNSENT, Hindrance.NO_CONTACT)]
        await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
        watch.pass_unwatched(minutes=1)
        await watch.step(outlet(mailbox.url))
    assert mailbox.envelopes[0].rcpt_tos == [LEAD]


async def test_a_server_that_is_down_is_asked_again_and_a_day_later_left_to_a_person(
    watch: Watch,
) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await urgent(watch)
    with open_mailbox() as mailbox:
        mailbox.answer = "451 try again later"
        for _ in range(4):
            await watch.step(outlet(mailbox.url))
            watch.pass_unwatched(minutes=10)
        assert await states(watch) == [(LetterState.UNSENT, Hindrance.REFUSED)]
        watch.pass_unwatched(hours=24)
        await watch.step(outlet(mailbox.url))
        assert await states(watch) == [(LetterState.FAILED, Hindrance.REFUSED)]
        watch.pass_unwatched(days=3)
        mailbox.answer = "250 OK"
        await watch.step(outlet(mailbox.url))
    assert mailbox.taken == [], "a cry of days ago alarms nobody any more"
    assert await watch.unwell() == {"letters_stuck": 1}


async def test_the_operator_says_how_a_stuck_letter_was_seen_to(watch: Watch) -> None:
    await urgent(watch)
    await watch.step(outlet(None))
    (letter,) = await watch.letters()
    path = f"/partners/v1/letters/{letter.letter_id}/dismissal"
    reason = {"reason": "Rang their duty desk; they have it on paper."}
    async with watch.operator() as operator:
        assert (await operator.post(path, json=reason)).json()["state"] == "dismissed"
        assert code_of(await operator.post(path, json=reason)) == (409, "letter_not_stuck")
        absent = f"/partners/v1/letters/{uuid4()}/dismissal"
        assert code_of(await operator.post(absent, json=reason)) == (404, "not_found")
    assert await watch.unwell() == {}
    async with watch.database.engine.connect() as connection:
        row = (await connection.execute(select(Letter.__table__))).one()
    assert "duty desk" not in str(tuple(row))


async def test_an_agency_sees_no_letters(watch: Watch) -> None:
    assert code_of(await watch.cases.get(COUNCIL, "/letters")) == (403, "not_the_operator")
    dismissed = await watch.cases.post(COUNCIL, f"/letters/{uuid4()}/dismissal", {"reason": "x"})
    assert code_of(dismissed) == (403, "not_the_operator")


async def test_what_a_letter_says_and_whom_it_went_to_is_sealed(watch: Watch) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await urgent(watch)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    async with watch.database.engine.connect() as connection:
        row = (await connection.execute(select(Letter.__table__))).one()
    assert LEAD not in str(tuple(row))
    assert "minutes" not in str(tuple(row))


async def test_the_operator_is_written_to_where_its_address_is_known(watch: Watch) -> None:
    facts: Facts = {"agencies": 1, "listed": "- Westshire Council: 3"}
    for _ in range(2):
        async with watch.database.transaction() as session:
            queue_for_operator(session, LetterKind.UNDELIVERED_ANYWHERE, facts)
        with open_mailbox() as mailbox:
            await watch.step(outlet(mailbox.url))
        assert mailbox.envelopes[0].rcpt_tos == [OPERATOR_EMAIL]
    async with watch.database.transaction() as session:
        queue_for_operator(session, LetterKind.UNDELIVERED_ANYWHERE, facts)
    await watch.step(outlet("smtp://127.0.0.1:1", operator_email=None))
    assert (await states(watch))[2] == (LetterState.UNSENT, Hindrance.NO_CONTACT)


async def test_a_worker_that_dies_over_a_letter_leaves_it_to_the_next(watch: Watch) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await urgent(watch)
    with open_mailbox() as mailbox:
        way_out = outlet(mailbox.url)
        async with watch.database.transaction() as session:
            claimed = await claim_letter(session, way_out)
        assert isinstance(claimed, Mail), "and here it dies"
        await watch.step(way_out)
        assert mailbox.taken == []
        watch.pass_unwatched(minutes=1)
        await watch.step(way_out)
    assert mailbox.taken[0]["Message-ID"] == f"<{claimed.mail_id}@exchange.example>"


async def test_urgent_letters_go_before_all_others(watch: Watch) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await digest(watch)
    watch.pass_unwatched(seconds=1)
    await urgent(watch)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    assert [taken["Subject"][:9] for taken in mailbox.taken] == ["An urgent", "3 events "]


async def test_two_workers_send_each_letter_once(watch_on_postgres: Watch) -> None:
    watch = watch_on_postgres
    await watch.name(COUNCIL, ContactRole.SAFEGUARDING_LEAD, LEAD)
    for _ in range(6):
        await urgent(watch, synthetic=True)
    with open_mailbox() as mailbox:
        sending = [send_letter(watch.database, outlet=outlet(mailbox.url)) for _ in range(12)]
        await asyncio.gather(*sending)
        await watch.step(outlet(mailbox.url))
    assert len({taken["Message-ID"] for taken in mailbox.taken}) == len(mailbox.taken) == 6


@pytest.mark.parametrize("kind", LetterKind)
async def test_every_kind_of_letter_can_be_written(watch: Watch, kind: LetterKind) -> None:
    await watch.name(REAL_COUNCIL, ContactRole.TECHNICAL, SYSTEMS)
    facts: Facts = {
        "minutes": 15,
        "agency": "Westshire\u2019s Council",
        "waiting": 2,
        "oldest": "24 November 2026, 09:30",
        "agencies": 1,
        "listed": "- Westshire Council: 2",
        "channel": "webhook",
        "since": "20 November 2026, 09:30",
        "failure": "timed_out",
        "subscription": str(uuid4()),
    }
    async with watch.database.transaction() as session:
        queue_letter(session, kind, REAL_COUNCIL.id, facts, synthetic=False)
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
    text = mailbox.taken[0]["Subject"] + mailbox.taken[0].get_content()
    assert "{" not in text
    assert "names no person and no case" in text


async def test_a_subscription_that_was_given_up_is_told_to_who_can_mend_it_and_the_operator(
    watch: Watch,
) -> None:
    await watch.name(REAL_TRUST, ContactRole.SAFEGUARDING_LEAD, LEAD)
    await watch.name(REAL_TRUST, ContactRole.TECHNICAL, SYSTEMS)
    wish = {"channel": "webhook", "url": "https://secret.trust.example/alongside"}
    made = (await watch.cases.post(REAL_TRUST, "/subscriptions", wish)).json()
    async with watch.database.transaction() as session:
        await session.execute(update(Subscription).values(failure="http_503"))
        await suspend_for_failure(session, UUID(made["subscription_id"]))
    with open_mailbox() as mailbox:
        await watch.step(outlet(mailbox.url))
        await watch.step(outlet(mailbox.url))
    taken = {
        tuple(envelope.rcpt_tos): mail
        for envelope, mail in zip(mailbox.envelopes, mailbox.taken, strict=True)
    }
    assert set(taken) == {(SYSTEMS,), (OPERATOR_EMAIL,)}
    assert taken[(SYSTEMS,)]["Subject"] == "Alongside has stopped calling your system"
    assert taken[(OPERATOR_EMAIL,)]["Subject"] == f"Alongside has stopped calling {REAL_TRUST.name}"
    for mail in taken.values():
        text = mail.get_content()
        assert made["subscription_id"] in text
        assert "http_503" in text
        assert "secret.trust.example" not in text
