"""What bodies are made of: strict and closed on the way in, frozen on the way out."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self, cast

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    Strict,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from shared.http.json_body import JsonBody, UnsupportedMediaType, check_json

FIELD_NAMES: set[str] = set()
"""Every name an input body may use: the only names that an answer about a body repeats."""


class BrokenInput(PydanticCustomError):
    """What a validator of an `Input` raises: its message is shown, so it never holds a value.

    The message of any other exception stays inside.
    """


class Input(BaseModel):
    """A body as a caller sends it: exact types, no unknown names.

    Bodies are validated as JSON, so that ids, dates and codes are read from strings while "1" is
    no number and 0 is no false.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Register the names of the body's fields."""
        super().__pydantic_init_subclass__(**kwargs)
        FIELD_NAMES.update(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let the edge hand over a body unread: it is read here, straight into the model."""
        schema = handler(source)
        if schema["type"] == "json-or-python":
            return schema
        reference = cast("dict[str, Any]", schema).pop("ref", None)

        def read(value: Any, validate: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return cls._read(value) if isinstance(value, JsonBody | bytes) else validate(value)

        return core_schema.json_or_python_schema(
            json_schema=schema,
            python_schema=core_schema.no_info_wrap_validator_function(read, schema),
            ref=reference,
        )

    @classmethod
    def _read(cls, body: JsonBody | bytes) -> Self:
        if isinstance(body, bytes):
            raise UnsupportedMediaType
        check_json(body.content)
        return cls.model_validate_json(body.content)


class View(BaseModel):
    """A body as a caller receives it."""

    model_config = ConfigDict(frozen=True)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_IN_WORDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Unicode's control characters, and the same without those that part lines and columns."""


def _plain(text: str, refused: re.Pattern[str]) -> str:
    if refused.search(text):
        raise BrokenInput("control_character", "Must not contain control characters.")
    if not text.strip():
        raise BrokenInput("blank", "Must not be blank.")
    return text


def _words(text: str) -> str:
    return _plain(text, _CONTROL_IN_WORDS)


def _line(text: str) -> str:
    return _plain(text, _CONTROL)


Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(_words)]
"""Free text, kept exactly as it was sent."""

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_line)]
"""One line of text, kept exactly as it was sent."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + "[Tt ].+")


def _day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticKnownError("date_type")


def _instant(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _INSTANT.fullmatch(value)):
        return value
    raise PydanticKnownError("datetime_type")


def _in_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError:  # within a day of either end of the calendar
        raise PydanticKnownError("datetime_type") from None


Day = Annotated[date, Strict(strict=False), BeforeValidator(_day)]
"""A date as RFC 3339 writes it. Pydantic by itself would read "20260603" as seconds since 1970."""

Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC)),
    Strict(strict=False),
    BeforeValidator(_instant),
    AfterValidator(_in_utc),
]
"""An instant with its offset, written likewise, from living memory on; in UTC once it is read."""
