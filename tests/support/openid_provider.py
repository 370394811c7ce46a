"""A small OpenID provider of the tests' own: authorization code with PKCE, and ways to lie."""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID = "alongside-pages"
CLIENT_SECRET = "a secret of the provider's and ours"


@dataclass
class OpenIdProvider:
    """Lets everybody in as whoever `claims` says; what it signs or says can be made wrong."""

    claims: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    """Claims of the ID token that are replaced; one given as None is left out."""
    about_itself: dict[str, Any] = field(default_factory=dict)
    signs_with: Key | None = None
    algorithm: str = "ES256"
    url: str = ""

    def __post_init__(self) -> None:
        self.key: Key = ECKey.generate_key("P-256", {"kid": "provider-key"})
        self._asked: dict[str, dict[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
            ]
        )

    async def _describe(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            }
            | self.about_itself
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        code = uuid4().hex
        self._asked[code] = asked
        sent_back = {"code": code, "state": asked["state"], "session_state": "of no concern"}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(sent_back)}", 302)

    async def _token(self, request: Request) -> Response:
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        form = dict(parse_qsl((await request.body()).decode()))
        asked = self._asked.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_right = (
            request.headers.get("Authorization") == f"Basic {basic}"
            and asked is not None
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == form["redirect_uri"]
        )
        if not is_right or asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        tokens = {"access_token": uuid4().hex, "token_type": "Bearer", "expires_in": 60}
        return JSONResponse({**tokens, "id_token": self._id_token(asked["nonce"])})

    def _id_token(self, nonce: str) -> str:
        instant = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": instant,
            "exp": instant + 60,
            "nonce": nonce,
            "sub": "somebody",
            **self.claims,
            **self.wrong,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "provider-key"}
        return jwt.encode(header, told, self.signs_with or self.key, algorithms=[self.algorithm])

    async def _jwks(self, _request: Request) -> Response:
        shown = self.key.as_dict(private=isinstance(self.key, OctKey))
        return JSONResponse({"keys": [shown]})
