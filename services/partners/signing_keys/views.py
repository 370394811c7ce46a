"""The exchange's keys, as they are shown."""

from datetime import datetime

from shared.http.inputs import Input, View


class SigningKeyView(View):
    """A public key that the exchange signs tokens with (RFC 7517)."""

    kid: str
    kty: str
    crv: str
    x: str
    y: str
    alg: str
    use: str


class SigningKeySet(View):
    """Every key whose tokens are believed; the one signed with is among them."""

    keys: tuple[SigningKeyView, ...]


class NewRotation(Input):
    """How a new key takes over: gently, or at once because the old one is no longer secret."""

    compromised: bool = False


class RotationView(View):
    """The new key: from when it signs, and until when what the old one signed is believed."""

    kid: str
    signs_from: datetime
    old_believed_until: datetime
