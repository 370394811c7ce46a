"""An agency is shut out while events for it wait in a queue and on a webhook that fails."""

import asyncio
from collections import Counter

from tests.exchange.busy_case import REASON
from tests.matrix.cast import SPARES
from tests.matrix.place import Place
from tests.matrix.pushes import drain, subscribe
from tests.matrix.stage import DIRECTING, Stage, answer, body_of, exclude, invite, someone_of, stage
from tests.matrix.sweep import Traces, traces_of
from tests.services.partners.webhooks.receiver import Receiver, answering, receiving

_SHUT_OUT = SPARES[7]
_LONGER_THAN_THE_FIRST_RETRIES = 25


async def sweep_pushes(place: Place) -> Counter[str]:
    """Return the bytes of the case that reach an agency by its pushes once it is shut out."""
    who = someone_of(_SHUT_OUT)
    found: Counter[str] = Counter()
    async with receiving(answering(503)) as receiver:
        await subscribe(place, who, channel="webhook", url=receiver.url)
        queue = await subscribe(place, who, channel="queue") if place.has_queues else None
        [pair] = await stage(place, [Stage.SHARED])
        case = pair.main
        await invite(place, case, _SHUT_OUT)
        await answer(place, case, _SHUT_OUT, "acceptance")
        await place.settle()
        path = f"/intake/v1/cases/{case.id}/decision"
        await place.done(DIRECTING, "POST", path, body_of("decision", case))
        await place.settle()
        await _until_tried(receiver)
        await exclude(place, case, _SHUT_OUT)
        before = len(receiver.requests)
        receiver.behaves = answering(204)
        parting = f"/partners/v1/cases/{case.id}/parties"
        await place.done(DIRECTING, "POST", parting, {"agency_id": str(SPARES[8].id), **REASON})
        await place.settle()
        if place.has_queues:
            await asyncio.sleep(_LONGER_THAN_THE_FIRST_RETRIES)
        traces: Traces = await traces_of(place, case)
        for sent in receiver.requests[before:]:
            found["a webhook after the exclusion"] += traces.bytes_in(sent.body)
        if queue is not None:
            for event in await drain(place, who, queue):
                found["a queue after the exclusion"] += traces.bytes_in(str(event))
    return +found


async def _until_tried(receiver: Receiver) -> None:
    """Wait until the webhook has failed once, so that what it brings waits to be tried again."""
    async with asyncio.timeout(60):
        while not receiver.requests:
            await asyncio.sleep(0.1)
