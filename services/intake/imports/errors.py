"""The rules that a part of a file can break as a whole; a row breaks its own by itself."""

from shared.errors import DomainError, Invalid


class PartNotReadable(Invalid):
    """No row of it can be told from the next."""

    code = "part_not_readable"
    title = "The part of the file can't be read"


class ColumnsNotKnown(Invalid):
    """A misspelt column would be left out silently, and with it what it says."""

    code = "columns_not_known"
    title = "The first line names columns that are not known, or leaves out one that is needed"


class TooManyRows(Invalid):
    """A part is one transaction, and is answered while its sender waits."""

    code = "too_many_rows"
    title = "The part has too many rows"


class NeitherCsvNorNdjson(DomainError):
    """Rows come as CSV or as one JSON object in each line."""

    status = 415
    code = "neither_csv_nor_ndjson"
    title = "The body must be text/csv or application/x-ndjson"
