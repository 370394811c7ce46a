"""Signs of life of a service's worker, kept where its api can read them.

An api holds no connection to the broker: what it says of the way out, its worker has told it.
"""

from datetime import datetime

from sqlalchemy import Boolean, Column, Table, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import UtcDateTime, kernel_metadata

heartbeats = Table(
    "heartbeats",
    kernel_metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("is_well", Boolean, nullable=False),
)


async def beat(engine: AsyncEngine, name: str, at: datetime, *, is_well: bool) -> None:
    """Say that `name` runs, and whether it is well."""
    insert_for = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert_for(heartbeats).values(name=name, at=at, is_well=is_well)
    async with engine.begin() as connection:
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["name"], set_={"at": at, "is_well": is_well}
            )
        )
