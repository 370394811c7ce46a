"""One request is one transaction, owned here, and committed before its answer leaves."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.transactions import Database


async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    """Open the request's unit of work."""
    database: Database = request.app.state.database
    async with database.transaction(
        correlation_id=request.scope["alongside.correlation_id"],
        traceparent=request.scope["alongside.traceparent"],
    ) as session:
        yield session


Session = Annotated[AsyncSession, Depends(transaction, scope="function")]
