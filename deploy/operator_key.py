"""The operator's key pair: kept in a file of the operator's own, its public half in settings."""

import json
from pathlib import Path

from joserfc.jwk import ECKey


def operator_key(folder: Path) -> ECKey:
    """Return the key kept as `operator.jwk` in `folder`; made at first, for the owner alone."""
    path = folder / "operator.jwk"
    if not path.exists():
        path.touch(mode=0o600)
        key = ECKey.generate_key("P-256", {"kid": "operator", "alg": "ES256", "use": "sig"})
        path.write_text(json.dumps(key.as_dict(private=True)))
    return ECKey.import_key(json.loads(path.read_text()))


def public_half(key: ECKey) -> str:
    """Return what the exchange is told of the key, as JSON."""
    return json.dumps(key.as_dict(private=False))
