"""OpenID Connect by a library: the way out to a provider, and what comes back of it.

Authorization code with PKCE, state and nonce; each provider has an address of its own to send
people back to, so that none can pass off its answer as another's (RFC 9700, section 4.4).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc.errors import JoseError

from services.partners.sign_in.errors import Refusal, SignInRefused
from services.partners.sign_in.providers import Provider

ALGORITHMS = ("RS256", "PS256", "ES256")
"""None with a shared secret, and never none, whatever a provider offers."""

ON_THE_WAY = timedelta(minutes=10)
"""How long somebody may take at the provider."""

_PATIENCE_SECONDS = 10
_SKEW_SECONDS = 60
_FAILURES = (AuthlibBaseError, JoseError, httpx.HTTPError, LookupError, RuntimeError, ValueError)
"""What the library raises where a provider can't be reached or its answer not believed."""


class Dance:
    """Signing in at one provider."""

    def __init__(self, provider: Provider) -> None:
        """Ask nothing of it yet; what it says of itself is kept once it was asked."""
        self.provider = provider
        self._client: StarletteOAuth2App = OAuth().register(
            provider.key,
            client_id=provider.client_id,
            client_secret=provider.client_secret.get_secret_value(),
            server_metadata_url=(
                f"{provider.issuer.removesuffix('/')}/.well-known/openid-configuration"
            ),
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "timeout": _PATIENCE_SECONDS,
            },
        )

    async def set_out(self, request: Any, back: str) -> Any:
        """Return the answer that sends a browser to the provider, which is to send it `back`.

        What must be remembered until then is in the session of `request`. Raises `SignInRefused`.
        """
        try:
            await self._know_provider()
            return await self._client.authorize_redirect(request, back)
        except _FAILURES as failure:
            raise SignInRefused(Refusal.FAILED, self.provider.subject) from failure

    async def come_back(self, request: Any) -> Mapping[str, Any]:
        """Return the claims of whoever came back, all verified; raise `SignInRefused`."""
        try:
            await self._know_provider()
            token = await self._client.authorize_access_token(
                request, claims_options=self._wanted(), leeway=_SKEW_SECONDS
            )
            claims: Mapping[str, Any] = token["userinfo"]
        except _FAILURES as failure:
            raise SignInRefused(Refusal.FAILED, self.provider.subject) from failure
        return claims

    async def _know_provider(self) -> None:
        """Ask the provider about itself, once; it must be who it is taken for (Discovery, 4.3)."""
        about = await self._client.load_server_metadata()
        if about["issuer"] != self.provider.issuer:
            about.clear()
            raise ValueError("the provider says it is another")
        about["id_token_signing_alg_values_supported"] = list(ALGORITHMS)

    def _wanted(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
        }
