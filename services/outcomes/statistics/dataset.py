"""The counted rows, as they were at an instant, to be asked in SQL (tables: `counted.sql`)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

TABLES = (Path(__file__).parent / "counted.sql").read_text()


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is counted, with the instant that it is true of. One thread may ask at a time."""

    connection: duckdb.DuckDBPyConnection
    as_at: datetime

    def rows(self, question: str, **named: Any) -> list[dict[str, Any]]:
        """Return the rows that answer `question`, by column; `$name` stands for what is named."""
        answer = self.connection.execute(question, named)
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def empty_dataset(as_at: datetime) -> Dataset:
    """Return a dataset without any row, in memory."""
    connection = duckdb.connect(":memory:")
    connection.execute(TABLES)
    return Dataset(connection, as_at)
