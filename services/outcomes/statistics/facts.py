"""The facts of one case, or of one agency, in memory: read, added to, changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from services.outcomes.statistics.models import Kind

Row = dict[str, Any]
Key = tuple[Any, ...]


@cache
def key_columns(kind: Kind) -> tuple[str, ...]:
    """Return the names of the columns that tell rows of a kind apart."""
    return tuple(column.key for column in kind.__table__.primary_key)


@cache
def _nothing(kind: Kind) -> Row:
    return dict.fromkeys(column.key for column in kind.__table__.columns)


class Facts:
    """Rows by their kind and key, each whole; which of them changed is known."""

    def __init__(self) -> None:
        self._rows: dict[Kind, dict[Key, Row]] = defaultdict(dict)
        self._changed: dict[Kind, dict[Key, Row]] = defaultdict(dict)

    def load(self, kind: Kind, rows: Iterable[Row]) -> None:
        """Take rows as they were kept."""
        columns = key_columns(kind)
        for row in rows:
            self._rows[kind][tuple(row[column] for column in columns)] = row

    def of(self, kind: Kind) -> Iterator[Row]:
        """Yield the rows of a kind, to be read."""
        yield from self._rows[kind].values()

    def get(self, kind: Kind, *key: Any) -> Row | None:
        """Return one row, to be read, if there is one."""
        return self._rows[kind].get(key)

    def put(self, kind: Kind, /, **values: Any) -> None:
        """Keep a row in the place of any that has its key; what is not given is empty."""
        row = _nothing(kind) | values
        key = tuple(row[column] for column in key_columns(kind))
        self._rows[kind][key] = self._changed[kind][key] = row

    def change(self, kind: Kind, /, *key: Any, **values: Any) -> None:
        """Change a row; what was never kept, being from before its kind was, stays unknown."""
        row = self._rows[kind].get(key)
        if row is not None:
            row.update(values)
            self._changed[kind][key] = row

    def change_all(self, kind: Kind, /, **values: Any) -> None:
        """Change every row of a kind."""
        for key in self._rows[kind]:
            self.change(kind, *key, **values)

    def changed(self) -> Iterator[tuple[Kind, list[Row]]]:
        """Yield the rows that are not as they were loaded, by kind."""
        for kind, rows in self._changed.items():
            yield kind, list(rows.values())
