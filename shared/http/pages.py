"""The query parameters of every list."""

from typing import Annotated

from fastapi import Depends, Query

from shared.pagination import PageRequest


async def page_request(
    limit: Annotated[int, Query(ge=1, le=200, description="How many to return.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=1000, description="The `next` of the page before.")
    ] = None,
) -> PageRequest:
    """Return which part of the list is asked for."""
    return PageRequest(limit, cursor)


PageQuery = Annotated[PageRequest, Depends(page_request)]
