"""Speak to the exchange: tokens by an OAuth library (Authlib), reads, and writes done once."""

import json
import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey

ATTEMPTS = 6
PASSING = {502, 503, 504}


class Refused(Exception):
    """The exchange did not do it; `code` names the rule."""

    def __init__(self, answer: httpx2.Response) -> None:
        """Read the problem (RFC 9457)."""
        problem = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        self.code = str(problem.get("code", answer.status_code))
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {self.code}")


class Exchange:
    """The exchange as one agency's system sees it.

    Settings: ALONGSIDE_URL, ALONGSIDE_CLIENT_ID, ALONGSIDE_KEY (a file with the private JWK), and
    ALONGSIDE_READER, the name this system always reads in.
    """

    def __init__(self) -> None:
        self.url = os.environ["ALONGSIDE_URL"].rstrip("/")
        key = ECKey.import_key(json.loads(Path(os.environ["ALONGSIDE_KEY"]).read_text()))
        self._http = httpx2.Client(base_url=self.url, timeout=40)
        about = self._http.get("/partners/.well-known/oauth-authorization-server").json()
        self._token_endpoint = f"{self.url}/partners/v1/token"
        self._issuer = about["issuer"]
        self._key = key
        self._oauth = OAuth2Client(
            os.environ["ALONGSIDE_CLIENT_ID"], key, token_endpoint_auth_method=PrivateKeyJWT.name
        )
        self._token: dict[str, Any] = {}

    def get(self, path: str, **query: Any) -> Any:
        """Return the body of a GET."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: Any = None) -> Any:
        """Send a POST until it is answered: the same key each time, so that it is done once."""
        headers = {"Idempotency-Key": str(uuid4())}
        return self._ask("POST", path, json=body, headers=headers)

    def _ask(self, method: str, path: str, *, headers: Any = None, **more: Any) -> Any:
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.2 * 2**attempt)
            authorization = {"Authorization": f"Bearer {self._access_token()}"}
            try:
                answer = self._http.request(
                    method, path, headers={**(headers or {}), **authorization}, **more
                )
            except httpx2.TransportError:
                if attempt == ATTEMPTS - 1:
                    raise
                continue
            if answer.status_code == httpx2.codes.UNAUTHORIZED and not attempt:
                self._token = {}
            elif answer.status_code not in PASSING or attempt == ATTEMPTS - 1:
                break
        if answer.is_error:
            raise Refused(answer)
        return answer.json() if answer.content else None

    def _access_token(self) -> str:
        if self._token.get("expires_at", 0) < time.time() + 30:
            self._oauth.register_client_auth_method(self._proof())
            self._token = dict(
                self._oauth.fetch_token(self._token_endpoint, grant_type="client_credentials")
            )
        return str(self._token["access_token"])

    def _proof(self) -> PrivateKeyJWT:
        """Say who asks and for whom (RFC 7523 as updated by RFC 10070): good for one token.

        The audience is the issuer, the type says what the assertion is for, and it ends soon.
        """
        reader = os.environ.get("ALONGSIDE_READER", "case-system")
        act = {"sub": reader, "role": "practitioner"}
        return PrivateKeyJWT(
            token_endpoint=self._issuer,
            claims={"act": act, "exp": int(time.time()) + 60},
            headers={"typ": "client-authentication+jwt", "kid": self._key.kid},
            alg="ES256",
        )
