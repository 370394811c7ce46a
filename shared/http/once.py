"""The Idempotency-Key of a POST, after draft-ietf-httpapi-idempotency-key-header-07."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request, Response

from shared.access.caller import Caller
from shared.access.policy import KNOWS_THE_CASE, Relation
from shared.access.standings import standing_of
from shared.audit.append import record_access
from shared.errors import Denial, NotFound
from shared.http.callers import Identified
from shared.http.inputs import View
from shared.http.session import Session
from shared.idempotency import Answer, Attempt, carry_out

_REPLAY = "replay_answer"

ViewT = TypeVar("ViewT", bound=View)


class _Once:
    """One request that is carried out once, however often it is sent."""

    def __init__(self, request: Request, session: Session, identity: Identified, key: str) -> None:
        """Take the key; it is good for this agency and this path."""
        self._request = request
        self._session = session
        self._identity = identity
        self._key = key

    async def answer(
        self,
        status: int,
        command: Callable[[], Awaitable[ViewT]],
        *,
        location: Callable[[ViewT], str] | None = None,
        case_id: Callable[[ViewT], UUID | None] | None = None,
        shown_once: frozenset[str] = frozenset(),
    ) -> Response:
        """Run `command` and keep its answer, or give the answer that was kept.

        `case_id` says which case an answer reveals, where the path does not name it: the caller's
        relation to it is asked again before the answer is given again. Fields `shown_once` are
        secrets: they are not kept, and absent from an answer that is given again.
        """
        first_body: list[str] = []

        async def run() -> Answer:
            result = await command()
            first_body.append(result.model_dump_json())
            return Answer(
                status=status,
                body=result.model_dump_json(exclude=set(shown_once)),
                headers={"Location": location(result)} if location else {},
                case_id=case_id(result) if case_id else None,
            )

        attempt = Attempt(self._request.url.path, self._key, await self._request.body())
        answer, is_replay = await carry_out(self._session, attempt, run)
        if is_replay and answer.case_id is not None:
            await self._ask_again(answer.case_id)
        replayed = {"Idempotency-Replayed": "true"} if is_replay else {}
        return Response(
            answer.body if is_replay else first_body[0],
            answer.status,
            headers={**answer.headers, **replayed},
            media_type="application/json",
        )

    async def _ask_again(self, case_id: UUID) -> None:
        relation = Relation.NON_PARTY
        if isinstance(self._identity, Caller):
            standing = await standing_of(self._session, self._identity, case_id)
            relation = standing.relation(self._identity) if standing else relation
        if relation not in KNOWS_THE_CASE:
            raise NotFound(denial=Denial(_REPLAY, case_id, "case", relation))
        record_access(self._session, _REPLAY, case_id)


async def _once(
    request: Request,
    session: Session,
    identity: Identified,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            pattern=r"^[!-~]{1,128}$",
            description="New for each new request, the same when one is sent again.",
        ),
    ],
) -> _Once:
    """Return what carries this request out; a class, asked directly, would go through a thread."""
    return _Once(request, session, identity, key)


Once = Annotated[_Once, Depends(_once)]
