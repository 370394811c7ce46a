"""Pages made from templates, in the one shell, with what keeps a page to itself."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.runtime import StrictUndefined, Undefined
from jinja2.utils import missing

from shared.pages.assets import assets_path
from shared.pages.plain_english import FILTERS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""A page loads what its own service serves, and nothing else; no other page holds it."""

HEADERS = {"Content-Security-Policy": POLICY, "X-Robots-Tag": "noindex"}
"""Beside what every answer carries: never stored, no referrer, no guessing of types."""

_NAMES_OF_MACROS = {"undefined": Undefined(), "null": None}
"""What GOV.UK's macros compare with, being JavaScript's by origin."""

_SHELL = Path(__file__).parent / "templates"


class _Absent(Undefined):
    """What a template lacks is an error, but for a member of a mapping: GOV.UK's macros ask so."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, *more: Any, **named: Any) -> Any:
        """Return one of the two kinds, neither of them this one."""
        is_asked = hint is not None or isinstance(obj, Mapping)
        return (Undefined if is_asked else StrictUndefined)(hint, obj, *more, **named)


class Pages:
    """The pages of one feature: the templates in its folder, beside those of the shell."""

    def __init__(self, folder: Path = _SHELL) -> None:
        """Take the folder `templates` of a feature."""
        self._templates = Environment(
            loader=ChoiceLoader(
                [
                    PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
                    FileSystemLoader([folder, _SHELL]),
                ]
            ),
            autoescape=True,
            undefined=_Absent,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(FILTERS)
        self._templates.globals |= _NAMES_OF_MACROS

    def answer(
        self,
        request: Request,
        template: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        **values: Any,
    ) -> Response:
        """Return a page; `errors` are those of its form, and a page without has none."""
        shell = {
            "assets": assets_path(request.app.state.database.service),
            "signed_in_as": request.scope.get("alongside.signed_in_as"),
            "errors": (),
        }
        page = self._templates.get_template(template).render(shell | values)
        return Response(page, int(status), HEADERS, media_type="text/html")
