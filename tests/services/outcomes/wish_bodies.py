"""Bodies about what stands around a wish, as partner systems send them; CANARY in all free text."""

from collections.abc import Mapping
from typing import Any

from tests.services.outcomes.bodies import CANARY, conversation


def correction(**changes: Any) -> dict[str, Any]:
    """Return a conversation told anew, with all that can be told of how it was held."""
    return (
        conversation(
            circumstances={
                "language": "pa",
                "interpreter": "professional",
                "interpreter_is_independent": "yes",
                "support": ["easy_read", "more_time"],
                "seen_alone": "yes",
                "place": "own_home",
                "method": "face_to_face",
            },
            present=[{"who": "interpreter", "name": f"Jas {CANARY}"}],
            words=f"ਮੈਨੂੰ ਇਕੱਲਾ ਛੱਡ ਦਿਓ {CANARY}",
            translation=f"Leave me be {CANARY}",
            why=f"The day was wrong. {CANARY}",
        )
        | changes
    )


def no_longer_wanted(conversation_id: str, **changes: Any) -> dict[str, Any]:
    """Return what the adult says of the first version of a desired outcome."""
    return {
        "conversation_id": conversation_id,
        "version": 1,
        "reason": f"I have changed my mind. {CANARY}",
    } | changes


BODIES: Mapping[str, Any] = {"{conversation_id}": correction()}
"""By the last part of the path."""
