"""The naive api of intake."""

import sys
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.jws import extract_compact
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.commands import raise_concern
from services.intake.concerns.views import NewConcern
from services.intake.settings import IntakeSettings
from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.clock import utc_clock
from shared.crypto import Cipher
from shared.database import create_engine
from shared.identifiers import new_id
from shared.messaging.envelope import Envelope, data_of, source_of
from shared.work import INFO_KEY, THE_EXCHANGE, Work, now, seal, work_of
from tests.bench.naive.rows import Agency, AuditEntry, KeptAnswer, Key, OutboxEvent, OutboxStream

app = FastAPI(openapi_url="/intake/openapi.json")


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    work = Work(
        service="intake",
        started_at=utc_clock(),
        cipher=request.app.state.cipher,
        correlation_id=str(new_id()),
        actor=THE_EXCHANGE,
    )
    async with AsyncSession(request.app.state.engine, info={INFO_KEY: work}) as session:
        yield session


Session = Annotated[AsyncSession, Depends(_session)]


async def _caller(session: Session, authorization: Annotated[str, Header()]) -> Caller:
    token = authorization.removeprefix("Bearer ")
    key = await session.get(Key, extract_compact(token.encode()).headers()["kid"])
    if key is None:
        raise HTTPException(401)
    claims = jwt.decode(token, ECKey.import_key(key.public_jwk), algorithms=["ES256"]).claims
    agency_id, act = UUID(claims["sub"]), claims["act"]
    agency = await session.get(Agency, agency_id)
    if agency is None:
        raise HTTPException(401)
    person = Practitioner(act["sub"], act["unit"], Role(act["role"]))
    scopes = frozenset(map(Scope, claims["scope"].split()))
    caller = Caller(agency_id, agency.kind, agency.synthetic, scopes, person)
    work_of(session).actor = caller.actor
    return caller


@app.post("/intake/v1/concerns")
async def raise_one(
    request: Request,
    session: Session,
    caller: Annotated[Caller, Depends(_caller)],
    idempotency_key: Annotated[str, Header()],
) -> Response:
    """Raise a concern, once for each key."""
    body = await request.body()
    digest = work_of(session).cipher.blind_index("key", idempotency_key)
    kept = await session.scalar(select(KeptAnswer).where(KeptAnswer.key_digest == digest))
    if kept is not None:
        raise HTTPException(409)
    new = NewConcern.model_validate_json(body)
    receipt = (await raise_concern(session, caller, new)).model_dump_json()
    claim_id = new_id()
    session.add(
        KeptAnswer(
            claim_id=claim_id,
            principal=str(caller.agency_id),
            route=request.url.path,
            key_digest=digest,
            request_digest=work_of(session).cipher.blind_index("request", body.hex()),
            answer=seal(session, receipt, f"idempotency.answer:{claim_id}"),
            stored_at=now(session),
        )
    )
    for row in work_of(session).audit_rows:
        session.add(AuditEntry(**row))
    await _keep_events(session)
    await session.commit()
    return Response(receipt, 201, media_type="application/json")


async def _keep_events(session: AsyncSession) -> None:
    work = work_of(session)
    for published in work.events:
        event = published.event
        stream = await session.get(OutboxStream, event.stream, with_for_update=True)
        if stream is None:
            stream = OutboxStream(stream=event.stream, epoch=1, sequence=0)
            session.add(stream)
        stream.sequence += 1
        envelope = Envelope(
            id=new_id(),
            source=source_of("intake"),
            type=event.type,
            time=work.started_at,
            subject=event.stream,
            epoch=1,
            sequence=stream.sequence,
            correlationid=work.correlation_id,
            synthetic=event.is_synthetic,
            data=data_of(event),
        )
        session.add(
            OutboxEvent(
                event_id=envelope.id,
                stream=event.stream,
                epoch=1,
                sequence=stream.sequence,
                type=event.type,
                envelope=envelope.to_bytes(),
                recorded_at=work.started_at,
            )
        )


if __name__ == "__main__":
    settings = IntakeSettings()
    app.state.engine = create_engine(settings.database_url)
    app.state.cipher = Cipher.from_text(settings.encryption_keys.get_secret_value())
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
