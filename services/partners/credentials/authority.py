"""The exchange as an authorization server: who it says it is, and whose keys it knows by itself."""

from dataclasses import dataclass
from typing import Any, Self

from services.partners.credentials.public_keys import ALGORITHMS, PublicKey, accept_public_key
from services.partners.credentials.token_request import GRANT_TYPE
from services.partners.credentials.views import AuthorizationServer
from shared.access.caller import Scope

AUTHENTICATION = ("private_key_jwt", "client_secret_basic", "client_secret_post")


@dataclass(frozen=True, slots=True)
class Authority:
    """Tokens are asked of `issuer`; assertions for any other are refused.

    Without an operator's key nobody operates the registry.
    """

    issuer: str
    operator_key: PublicKey | None

    @classmethod
    def configured(cls, issuer: str, operator_jwk: dict[str, Any] | None) -> Self:
        """Take what the process was told; raise `UnsuitableKey` for a key that proves nothing."""
        return cls(issuer, None if operator_jwk is None else accept_public_key(operator_jwk))

    def metadata(self) -> AuthorizationServer:
        """Return what a client needs to know to ask for a token (RFC 8414)."""
        return AuthorizationServer(
            issuer=self.issuer,
            token_endpoint=f"{self.issuer}/v1/token",
            jwks_uri=f"{self.issuer}/v1/jwks",
            scopes_supported=tuple(Scope),
            response_types_supported=(),
            grant_types_supported=(GRANT_TYPE,),
            token_endpoint_auth_methods_supported=AUTHENTICATION,
            token_endpoint_auth_signing_alg_values_supported=ALGORITHMS,
        )
