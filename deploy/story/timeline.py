"""What each agency was told of a case: its own feed, in its own numbering, in plain English."""

from collections.abc import Iterator, Mapping
from typing import Any

Names = Mapping[str, str]

_ACHIEVED = {"fully": "fully achieved", "partially": "partially achieved", "not": "not achieved"}


def timeline(name: str, events: list[dict[str, Any]], case_id: str, names: Names) -> Iterator[str]:
    """Yield the lines of one agency's timeline for a case; `names` are the agencies' by id."""
    of_case = [event for event in events if event["data"].get("case_id") == case_id]
    yield f"   {name} was told of {len(of_case)} things"
    for event in of_case:
        instant = event["time"].replace("T", " ")[11:23]
        yield f"   {event['sequence']:>6}  {instant}  {in_words(event, names)}"


def in_words(event: dict[str, Any], names: Names) -> str:
    """Say an event's fact in a line; a type not known here is named as it is."""
    data = event["data"]
    kind: str = event["type"].split(".")[1]
    plain = kind.replace("_", " ").capitalize()
    match kind:
        case "concern_raised":
            return f"{plain} by {names[data['raised_by_agency_id']]}"
        case "decision_made":
            return f"{plain}: {data['outcome'].replace('_', ' ')}"
        case "enquiry_opened":
            return f"{plain}: {data['kind'].replace('_', ' ')}"
        case "conversation_recorded":
            return f"{plain} by {_recorder(data, names)}: {data['asked'].replace('_', ' ')}"
        case "desired_outcome_recorded":
            return f"{plain}, owned by {names[data['owner_agency_id']]}"
        case "limitation_recorded":
            reasons = ", ".join(reason.replace("_", " ") for reason in data["reasons"])
            return f"{plain} by {_recorder(data, names)}: {reasons}"
        case "verdict_given":
            on = "one desired outcome" if data["desired_outcome_id"] else "all of it"
            return f"The {data['judged_by']}'s verdict on {on}: {_ACHIEVED[data['achieved']]}"
        case "enquiry_concluded":
            result = _ACHIEVED.get(data["achieved"], "not recorded")
            return f"{plain}: {result}, judged by the {data['achieved_judged_by']}"
        case _ if "asked_of_agency_id" in data:
            return f"{plain}, of {names[data['asked_of_agency_id']]}"
        case _ if "agency_id" in data:
            return f"{plain}: {names[data['agency_id']]}"
    return plain


def _recorder(data: dict[str, Any], names: Names) -> str:
    agency_id: str = data["recorded_by_agency_id"]
    return names[agency_id]
