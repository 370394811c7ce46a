"""ETag and If-Match (RFC 9110, 13.1.1): the version a caller saw."""

from typing import Annotated

from fastapi import Depends, Header


def etag(version: int) -> str:
    """Return the strong entity tag of a version."""
    return f'"{version}"'


async def if_match(
    seen: Annotated[
        str,
        Header(
            alias="If-Match",
            pattern=r'^"(0|[1-9][0-9]{0,8})"$',
            description="The ETag of the version that this replaces.",
        ),
    ],
) -> int:
    """Return the version the caller saw; the header is missing: 428, not one of ours: 412."""
    return int(seen.strip('"'))


IfMatch = Annotated[int, Depends(if_match)]
