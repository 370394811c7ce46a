"""The request bodies: JSON files to read and to send by hand; ids of earlier answers filled in."""

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "bodies"
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


def body(name: str, **values: Any) -> Any:
    """Return `bodies/<name>.json` with each "{{placeholder}}" replaced by its value."""
    return _fill(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), values)


def _fill(part: Any, values: dict[str, Any]) -> Any:
    if isinstance(part, dict):
        return {key: _fill(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [_fill(value, values) for value in part]
    if not isinstance(part, str):
        return part
    whole = _PLACEHOLDER.fullmatch(part)
    if whole:
        return values[whole[1]]
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), part)
