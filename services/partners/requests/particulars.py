"""What each kind of request, and the power it is made under, needs to be said. Pure.

An enquiry that is caused says what it is to find out (Care Act 2014, section 42(2) and local
procedures). A request of the board meets the conditions of section 45. A police request follows
the Data Protection Act 2018, schedule 2, paragraph 2: permissive, case by case, no trawling.
"""

from services.partners.requests.errors import (
    BoardConditionsNotMet,
    ImplicatedAgencyWithoutReason,
    ParticularsMissing,
    ParticularsOutOfPlace,
    PoliceConditionsNotMet,
)
from services.partners.requests.views import (
    BoardConditions,
    ConflictCheck,
    NewRequest,
    PoliceRequest,
)
from shared.events.partners import RequestKind
from shared.reference.care_act import LegalGateway
from shared.reference.information_sharing import RANKS_THAT_AUTHORISE, Implicated


def require_particulars(new: NewRequest) -> None:
    """Raise unless everything is said that this request needs, and nothing it has no place for."""
    belongs = (
        (new.enquiry, new.kind is RequestKind.CAUSE_ENQUIRY),
        (new.board, new.legal_gateway is LegalGateway.SECTION_45),
        (new.police, new.legal_gateway is LegalGateway.CRIME_AND_TAXATION),
    )
    if any(said is None and is_needed for said, is_needed in belongs):
        raise ParticularsMissing
    if any(said is not None and not is_needed for said, is_needed in belongs):
        raise ParticularsOutOfPlace
    if new.board is not None:
        _require_board_conditions(new.board)
    if new.police is not None:
        _require_police_conditions(new.police)


def require_no_conflict(check: ConflictCheck, *, was_held: bool) -> None:
    """Raise where an agency would enquire into itself and nobody has written down why.

    `was_held`: the exchange itself knows of a hold on the agency in this case, lifted or not.
    """
    is_implicated = check.implicated is not Implicated.NO or was_held
    if is_implicated and check.justification is None:
        raise ImplicatedAgencyWithoutReason


def _require_board_conditions(board: BoardConditions) -> None:
    if not board.for_its_functions:
        raise BoardConditionsNotMet("Condition 1: it is for the board's functions.")
    if not board.likely_to_hold_it:
        raise BoardConditionsNotMet("Condition 2: the agency is likely to hold it.")
    if not (board.about_the_agency_or_its_work or board.supplied_before):
        raise BoardConditionsNotMet(
            "Condition 3 or 4: it is about the agency, its functions or whom it deals with, or was "
            "supplied in answer to another request."
        )


def _require_police_conditions(police: PoliceRequest) -> None:
    if police.authorised_by_rank not in RANKS_THAT_AUTHORISE:
        raise PoliceConditionsNotMet("An inspector or above authorises it.")
    if not police.about_one_person:
        raise PoliceConditionsNotMet("It is about a specific individual.")
    if not police.purposes:
        raise PoliceConditionsNotMet("It is for a purpose of paragraph 2(1).")
    if not police.would_be_prejudiced:
        raise PoliceConditionsNotMet("That purpose would be prejudiced without it.")
