"""The counted rows, as they were at an instant, to be asked in SQL (tables: `counted.sql`)."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb

AskingP = ParamSpec("AskingP")
AnswerT = TypeVar("AnswerT")

ANSWERS_KEPT = 500

TABLES = (Path(__file__).parent / "counted.sql").read_text()


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is counted, with the instant that it is true of. One thread may ask at a time."""

    connection: duckdb.DuckDBPyConnection
    as_at: datetime
    _answers: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)

    async def ask(
        self,
        question: Callable[Concatenate["Dataset", AskingP], AnswerT],
        *args: AskingP.args,
        **named: AskingP.kwargs,
    ) -> AnswerT:
        """Return what `question` makes of this dataset, in a thread, beside other questions.

        What was asked before is answered as before, for as long as nothing is counted anew.
        """

        def answer() -> AnswerT:
            with closing(self.connection.cursor()) as cursor:
                return question(Dataset(cursor, self.as_at), *args, **named)

        asked = (question, args, tuple(sorted(named.items())))
        if asked not in self._answers:
            if len(self._answers) >= ANSWERS_KEPT:
                self._answers.clear()
            self._answers[asked] = await asyncio.to_thread(answer)
        known: AnswerT = self._answers[asked]
        return known

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
