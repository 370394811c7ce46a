"""The one reader of JSON bodies: I-JSON (RFC 7493), no deeper than any body here needs to be."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from shared.errors import DomainError

_DEEPEST = 32
_LARGEST_INTEGER = 2**53 - 1
"""What every JSON reader keeps exactly (RFC 7493, 2.2)."""


class MalformedJson(DomainError):
    """The body can't be read as JSON that means the same to everyone."""

    status = 422
    code = "malformed_json"
    title = "The body is not acceptable JSON"


class UnsupportedMediaType(DomainError):
    """The body says that it is something other than JSON, or does not say what it is."""

    status = 415
    code = "unsupported_media_type"
    title = "The body must be application/json"


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A body that calls itself JSON, not looked into yet."""

    content: bytes


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJson("A name appears twice in one object.")
    return members


def _refuse_constant(_name: str) -> NoReturn:
    raise MalformedJson("A number must be finite.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)


def check_json(content: bytes) -> None:
    """Raise `MalformedJson` unless `content` is I-JSON; what is wrong is named, never quoted.

    Refused beside bad syntax: duplicate names, NaN and infinities (1e999 too), lone surrogates,
    NUL, integers beyond 2**53 - 1, nesting beyond 32.
    """
    try:
        value = _DECODER.decode(content.decode())
    except RecursionError:
        raise MalformedJson("The nesting is too deep.") from None
    except UnicodeDecodeError:
        raise MalformedJson("The body is not UTF-8.") from None
    except ValueError:
        raise MalformedJson("The syntax is broken.") from None
    for scalar in _scalars(value, _DEEPEST):
        _check_scalar(scalar)


def _scalars(value: Any, levels_left: int) -> Iterator[Any]:
    """Yield names, strings and numbers of the whole tree."""
    if not isinstance(value, dict | list):
        yield value
        return
    if not levels_left:
        raise MalformedJson("The nesting is too deep.")
    if isinstance(value, dict):
        yield from value
        value = value.values()
    for item in value:
        yield from _scalars(item, levels_left - 1)


def _check_scalar(scalar: Any) -> None:
    if isinstance(scalar, str):
        if not is_sound_text(scalar):
            raise MalformedJson("Text must not contain NUL or half a character.")
    elif isinstance(scalar, int):
        if abs(scalar) > _LARGEST_INTEGER:
            raise MalformedJson("An integer is too large.")
    elif isinstance(scalar, float) and scalar - scalar != 0:
        raise MalformedJson("A number must be finite.")


def is_sound_text(text: str) -> bool:
    """Tell whether every store and every reader can hold `text`: no NUL, no lone surrogate."""
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
