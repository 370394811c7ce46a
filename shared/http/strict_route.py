"""A route that reads nothing it does not know: JSON bodies strictly, and only named parameters."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared.errors import DomainError
from shared.http.json_body import JsonBody, is_sound_text


class UnknownParameter(DomainError):
    """A misspelt parameter would otherwise be ignored, and its answer believed."""

    status = 422
    code = "unknown_parameter"
    title = "The query has a parameter that is not known here"


class MalformedParameter(DomainError):
    """The query holds what no parameter can hold."""

    status = 422
    code = "malformed_parameter"
    title = "The query can't be read"


class _StrictRequest(Request):
    """Hands its JSON body over unread, so that the caller is asked who it is before it is read."""

    async def json(self) -> JsonBody:
        return JsonBody(await self.body())


class StrictRoute(APIRoute):
    """The route class of every router."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Check the query before the route sees the request."""
        handle = super().get_route_handler()
        known = frozenset(_query_names(self.dependant))

        async def handle_strictly(request: Request) -> Response:
            if request.scope["query_string"]:
                _check_query(request, known)
            return await handle(_StrictRequest(request.scope, request.receive))

        return handle_strictly


def _query_names(dependant: Dependant) -> list[str]:
    names = [field.alias for field in dependant.query_params]
    for dependency in dependant.dependencies:
        names += _query_names(dependency)
    return names


def _check_query(request: Request, known: frozenset[str]) -> None:
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise UnknownParameter
        if not is_sound_text(value):
            raise MalformedParameter
