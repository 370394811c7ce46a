"""How the adult is asked afterwards: on a case that has been concluded."""

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import DIRECTING, Case, body_of, someone_of
from tests.support.agencies import COUNCIL

_CASE = "/outcomes/v1/cases/{case_id}"
_ONE = f"{_CASE}/invitations/{{invitation_id}}"


async def conclude(place: Place, case: Case) -> str:
    """Let the lead conclude; return the id of the invitation that follows."""
    path = _CASE.format(**case.ids)
    await place.done(DIRECTING, "POST", f"{path}/conclusion", body_of("conclusion", case))
    return await _invitation_of(place, case)


async def _invitation_of(place: Place, case: Case) -> str:
    path = f"{_CASE}/invitations".format(**case.ids)
    found = await place.done(someone_of(COUNCIL), "GET", path)
    return str(found["items"][0]["invitation_id"])


def _invited(tail: str) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        return Sent({"invitation_id": await conclude(place, case)}, body_of(tail, case))

    return prepare


async def _look(place: Place, case: Case, actor: Actor) -> Sent:
    await conclude(place, case)
    return Sent()


AFTERWARDS: dict[str, Prepare] = {
    f"GET {_CASE}/invitations": _look,
    **{f"POST {_ONE}/{tail}": _invited(tail) for tail in ("state", "sending", "answers")},
}
"""By the call; each on a case of its own, since a case is concluded once."""


def _page(form: dict[str, str] | None = None, **ids: str) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        return Sent(ids=dict(ids), form=form)

    return prepare


_PAGES = "/outcomes/f"
PAGES: dict[str, Prepare] = {
    f"POST {_PAGES}": _page({"code": "BCDF-GHJK-2345-MNPR", "version": "en"}),
    f"GET {_PAGES}/{{key}}": _page(key="nothing"),
    f"POST {_PAGES}/{{key}}": _page({"version": "en"}, key="nothing"),
    f"GET {_PAGES}/q/{{number}}": _page(number="1"),
    f"POST {_PAGES}/q/{{number}}": _page({"answer": "yes"}, number="1"),
    f"POST {_PAGES}/q/check": _page({}),
}
"""Called as by anyone: no account stands behind them."""


async def answer(place: Place, case: Case) -> None:
    """Let the adult answer, once the case has been concluded."""
    one = await _invitation_of(place, case)
    path = f"{_CASE}/invitations/{one}/answers".format(**case.ids)
    await place.done(DIRECTING, "POST", path, body_of("answers", case))
