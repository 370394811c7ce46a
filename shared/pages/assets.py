"""What pages load, served by each service under an address that changes with its content."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Response

from shared.errors import NotFound

_FOLDER = Path(__file__).parent / "assets"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_ASSETS = {
    path.name: path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES
}
_VERSION = hashlib.sha256(b"".join(_ASSETS.values())).hexdigest()[:16]
_FOR_A_YEAR = "public, max-age=31536000, immutable"


def assets_path(service: str) -> str:
    """Return where a service serves the assets as they are now."""
    return f"/{service}/assets/{_VERSION}"


def asset_routes(service: str) -> APIRouter:
    """Return the route of the assets. They hold nothing of anybody's, so they are everyone's."""
    router = APIRouter(include_in_schema=False)

    @router.get(f"/{service}/assets/{{version}}/{{name}}")
    async def asset(version: str, name: str) -> Response:
        if name not in _ASSETS:
            raise NotFound
        # A page of the release before asks for what this process has in another version.
        kept = {"Cache-Control": _FOR_A_YEAR} if version == _VERSION else {}
        return Response(_ASSETS[name], headers=kept, media_type=_TYPES[Path(name).suffix])

    return router
