"""The API's own page: what can be called, made from its OpenAPI document, with nothing fetched."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from shared.http.problem_types import ProblemType, problem_types

Json = Mapping[str, Any]

_STYLE = """
body{font:1rem/1.5 Arial,sans-serif;color:#0b0c0c;max-width:56rem;margin:0 auto;padding:1rem;
overflow-wrap:anywhere}
a{color:#1d70b8}h1{line-height:1.2}h2{border-top:3px solid #1d70b8;padding-top:.5rem}
article{border-top:1px solid #b1b4b6;padding:.5rem 0 1rem}h3{margin:.5rem 0}
h3 b{background:#1d70b8;color:#fff;padding:.1rem .4rem;font-size:.8rem;margin-right:.4rem}
code{background:#f3f2f1;padding:0 .2rem}
dl{margin:.5rem 0 .5rem .5rem}dt{font-weight:bold;margin-top:.4rem}dd{margin:0 0 0 1rem}
dt span{font-weight:normal;color:#505a5f}
"""
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def docs_routes(service: str) -> APIRouter:
    """Return the page's route."""
    router = APIRouter(include_in_schema=False)

    @router.get(f"/{service}/docs")
    async def docs(request: Request) -> HTMLResponse:
        page = "\n".join(_page(request.app.openapi(), request.app.openapi_url))
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    @router.get(f"/{service}/problems")
    async def problems() -> HTMLResponse:
        page = "\n".join(_problems(problem_types("shared.", f"services.{service}.")))
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    return router


def _problems(types: Iterable[ProblemType]) -> Iterator[str]:
    """Explain each problem where the `type` of an answer points to."""
    yield from _head("Problems")
    yield "<p>What went wrong is an answer of the media type <code>application/problem+json</code> "
    yield "(RFC 9457); its <code>type</code> leads here.</p>"
    for each in types:
        yield f'<article id="{escape(each.code)}"><h3><b>{each.status}</b>{escape(each.code)}</h3>'
        yield f"<p>{_inline(each.title)}.</p><p>{_inline(each.meaning)}</p>"
        yield f"<p>What to do: {_inline(each.advice)}</p></article>"
    yield "</main></body></html>"


def _head(title: str) -> Iterator[str]:
    yield '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"


def _page(document: Json, address: str) -> Iterator[str]:
    about = document["info"]
    title = escape(about["title"])
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    yield from _head(title)
    yield f"<p>{escape(about['summary'])} Version {escape(about['version'])}, "
    yield f'also as an <a href="{escape(address)}">OpenAPI document</a>.</p><nav><ul>'
    for path, method, operation in operations:
        yield f'<li><a href="#{escape(operation["operationId"])}">{method.upper()} {escape(path)}'
        yield f"</a> {escape(operation['summary'])}</li>"
    yield "</ul></nav><h2>Operations</h2>"
    for path, method, operation in operations:
        yield from _operation(path, method, operation)
    yield "<h2>What goes in and out</h2>"
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _schema(name, schema)
    yield "</main></body></html>"


def _operation(path: str, method: str, operation: Json) -> Iterator[str]:
    yield f'<article id="{escape(operation["operationId"])}">'
    yield f"<h3><b>{method.upper()}</b>{escape(path)}</h3>"
    yield _prose(operation.get("description") or operation["summary"])
    parameters = operation.get("parameters", ())
    if parameters:
        yield "<p>Parameters</p><dl>"
        for parameter in parameters:
            yield _entry(
                parameter["name"],
                f"{parameter['in']}, {_kind(parameter['schema'])}",
                parameter.get("description", ""),
                is_needed=parameter.get("required", False),
            )
        yield "</dl>"
    for body in _contents(operation.get("requestBody", {})):
        yield f"<p>Body: {body}</p>"
    yield "<p>Answers</p><dl>"
    for status, answer in operation["responses"].items():
        name = "otherwise" if status == "default" else status
        about = answer["description"] if status == "default" else ""
        yield _entry(name, " or ".join(_contents(answer)) or "no body", about, is_needed=True)
    yield "</dl></article>"


def _contents(message: Json) -> list[str]:
    """Return what a body or an answer may be: by its schema, or by its media type alone."""
    return [
        _kind(content["schema"]) if content.get("schema") else escape(media_type)
        for media_type, content in message.get("content", {}).items()
    ]


def _schema(name: str, schema: Json) -> Iterator[str]:
    yield f'<article id="schema-{escape(name)}"><h3>{escape(name)}</h3>'
    yield _prose(schema.get("description", ""))
    if "properties" in schema:
        needed = schema.get("required", ())
        yield "<dl>"
        for field, kind in schema["properties"].items():
            about = kind.get("description", "")
            yield _entry(field, _kind(kind), about, is_needed=field in needed)
        yield "</dl>"
    else:
        yield f"<p>{_kind(schema)}</p>"
    yield "</article>"


def _entry(name: str, kind: str, about: str, *, is_needed: bool) -> str:
    optional = "" if is_needed else ", optional"
    return (
        f"<dt>{escape(name)} <span>{kind}{optional}</span></dt>"
        f"{f'<dd>{_inline(about)}</dd>' if about else ''}"
    )


def _kind(schema: Json) -> str:
    """Say in words what a schema allows."""
    match schema:
        case {"$ref": reference}:
            name = escape(reference.rsplit("/", 1)[-1])
            return f'<a href="#schema-{name}">{name}</a>'
        case {"anyOf": choices} | {"oneOf": choices}:
            return " or ".join(_kind(choice) for choice in choices)
        case {"enum": codes}:
            return "one of " + ", ".join(f"<code>{escape(str(code))}</code>" for code in codes)
        case {"const": code}:
            return f"<code>{escape(str(code))}</code>"
        case {"type": "array", "items": items}:
            return f"list of {_kind(items)}"
        case {"type": kind, "format": form}:
            return escape(f"{kind} ({form})")
        case {"type": kind}:
            return escape(kind)
    return "anything"


def _prose(text: str) -> str:
    return "".join(f"<p>{_inline(part)}</p>" for part in text.split("\n\n") if part.strip())


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
