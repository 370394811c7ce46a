"""Forms as browsers send them: of the one plain kind, no larger than the edge lets in, closed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from shared.errors import DomainError
from shared.http.json_body import is_sound_text

_MEDIA_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200


class MalformedForm(DomainError):
    """What was sent is not what the form on the page would send."""

    status = 422
    code = "malformed_form"
    title = "The form can't be read"


@dataclass(frozen=True, slots=True)
class FormError:
    """What is wrong with one field, in words for whoever filled it in."""

    field: str
    message: str

    @property
    def link(self) -> Mapping[str, str]:
        """Return it as the summary at the top of a page takes it."""
        return {"text": self.message, "href": f"#{self.field}"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a person filled in, field by field. A field that was not sent is empty."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """Return the value of a field that has one; raise `MalformedForm` for more."""
        values = self.fields.get(name, ())
        if len(values) > 1:
            raise MalformedForm
        return values[0] if values else ""

    def all(self, name: str) -> Sequence[str]:
        """Return every value of a field that may have several, such as boxes to tick."""
        return self.fields.get(name, ())


async def read_form(request: Request, names: Collection[str]) -> Form:
    """Return a request's form, whose fields are among `names`; raise `MalformedForm`.

    Line ends are what everyone else writes: browsers send CR and LF.
    """
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type != _MEDIA_TYPE:
        raise MalformedForm
    fields: dict[str, list[str]] = {}
    for name, value in _pairs(await request.body()):
        if name not in names or not is_sound_text(value):
            raise MalformedForm
        fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Form(fields)


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise MalformedForm from None
