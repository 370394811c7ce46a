"""One door for services in one process: the same paths as behind the proxy."""

from collections.abc import Mapping

from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Alongside</title>
<style>body{{font:1.1rem/1.5 Arial,sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem;
color:#0b0c0c}}a{{color:#1d70b8}}li{{margin:.5rem 0}}</style></head><body><main>
<h1>Alongside</h1><p>An exchange through which every agency around an adult at risk shares
safeguarding work, with what the adult wants at its centre. Everything here is made up.</p>
<h2>For people</h2><p><a href="/intake/cases">See the cases</a>: choose who you are, and see what
they may see.</p>
<h2>What can be called</h2><ul>{links}</ul></main></body></html>"""

_INSIDE = "metrics"
"""Figures are asked of a service itself; the door passes nobody on to them."""


class Front:
    """Sends a request to the service named by the first part of its path, whole."""

    def __init__(self, apps: Mapping[str, ASGIApp], about: Mapping[str, str]) -> None:
        """Take the services' apps, and one line about each for the page at the door."""
        self._apps = apps
        self._page = _PAGE.format(
            links="".join(
                f'<li><a href="/{name}/docs">{name}</a>: {text}. '
                f'<a href="/{name}/readyz">Is {name} ready?</a></li>'
                for name, text in about.items()
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; life-cycle messages are for the apps' owner, who runs them."""
        if scope["type"] != "http":
            raise RuntimeError("only HTTP is served here")
        _, name, rest = (*scope["path"].split("/", 2), "", "")[:3]
        if name in self._apps and rest != _INSIDE:
            await self._apps[name](scope, receive, send)
        elif scope["path"] == "/":
            await HTMLResponse(self._page)(scope, receive, send)
        else:
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
