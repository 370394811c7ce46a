"""What we send is a CloudEvent to a reader that is not ours, and thin."""

import json
from uuid import uuid4

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.formats.json import JSONFormat
from sqlalchemy import select

from shared.events.partners import AgencyResumed, AgencySuspended
from shared.messaging.envelope import CONTENT_TYPE
from shared.messaging.outbox import outbox
from tests.shared.messaging.services import SUSPENDED, Service


async def _sent(service: Service) -> list[bytes]:
    async with service.database.engine.connect() as connection:
        query = select(outbox.c.envelope).order_by(outbox.c.position)
        return list((await connection.execute(query)).scalars())


async def test_the_cloudevents_library_reads_the_bytes_we_send(service: Service) -> None:
    agency_id = uuid4()
    await service.publish(AgencySuspended(agency_id=agency_id))
    [body] = await _sent(service)
    message = HTTPMessage(headers={"content-type": CONTENT_TYPE}, body=body)
    event = from_http_event(message, JSONFormat())
    assert event.get_specversion() == "1.0"
    assert event.get_type() == SUSPENDED
    assert event.get_source() == "/alongside/intake"
    assert event.get_subject() == f"agency/{agency_id}"
    assert event.get_extension("sequence") == 1
    assert event.get_data() == {"agency_id": str(agency_id)}


async def test_each_stream_is_numbered_without_gaps(service: Service) -> None:
    one, other = uuid4(), uuid4()
    await service.publish(AgencySuspended(agency_id=one), AgencySuspended(agency_id=other))
    await service.publish(AgencyResumed(agency_id=one), AgencySuspended(agency_id=one))
    envelopes = [json.loads(body) for body in await _sent(service)]
    numbers = {
        agency_id: [
            envelope["sequence"]
            for envelope in envelopes
            if envelope["subject"] == f"agency/{agency_id}"
        ]
        for agency_id in (one, other)
    }
    assert numbers == {one: [1, 2, 3], other: [1]}
