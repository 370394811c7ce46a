"""The rules of intake that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class UnderEighteen(Invalid):
    """Section 42 is about adults; a concern about a child has another route."""

    code = "under_18"
    title = "The person was under 18"

    def __init__(self) -> None:
        super().__init__(
            "This exchange is for adults. Report a concern about someone under 18 to the "
            "council's children's services, or to the police where there is immediate danger."
        )


class DateInTheFuture(Invalid):
    """What is reported has already happened."""

    code = "date_in_the_future"
    title = "A date lies in the future"


class DateInconsistent(Invalid):
    """A day that is known only in part is given by the first of the month or year."""

    code = "date_inconsistent"
    title = "A date and how much of it is known do not fit together"


class NotTheRaiser(Forbidden):
    """What was reported is put right, or withdrawn, by who reported it."""

    code = "not_the_raiser"
    title = "Only the agency that raised this concern may change what it says"


class AlreadyWithdrawn(Conflict):
    """Who no longer stands by a concern has nothing more to say by it."""

    code = "concern_withdrawn"
    title = "The concern has been withdrawn"


class AgeBesideDateOfBirth(Invalid):
    """An age is estimated only where no date of birth is known."""

    code = "age_beside_date_of_birth"
    title = "Give the date of birth or an estimated age, not both"


class SamePersonAlready(Conflict):
    """The two records are of one person already."""

    code = "same_person_already"
    title = "The adults of these cases are one person already"


class NobodyToSeparate(Conflict):
    """The record was never found to be of the same person as another."""

    code = "nobody_to_separate"
    title = "The adult of this case was not merged with anybody"


class SyntheticMixedWithReal(Invalid):
    """Made-up people carry numbers from the range that is never issued, and only they do."""

    code = "synthetic_mixed_with_real"
    title = "Made-up and real people never mix"


class AskedInconsistently(Invalid):
    """Whether the adult was asked, and what goes with that answer, contradict each other."""

    code = "asked_inconsistently"
    title = "What was asked and what was answered do not fit together"


class SourceOfRiskNeeded(Invalid):
    """Only self-neglect has nobody else behind it."""

    code = "source_of_risk_needed"
    title = "A source of risk is needed"


class LeadAgencyNeeded(Invalid):
    """Several councils could lead, and only the caller knows where the abuse happened."""

    code = "lead_agency_needed"
    title = "Name the council where the abuse happened"


class LeadAgencyUnsuitable(Invalid):
    """The duty of section 42 is a council's."""

    code = "lead_agency_unsuitable"
    title = "The lead agency must be an active council on the exchange"


class NoLeadAgency(Conflict):
    """No council on the exchange could take the case."""

    code = "no_lead_agency"
    title = "No active council on the exchange can lead; tell the council directly"


class DecisionInconsistent(Invalid):
    """The outcome does not follow from what was found of the three limbs."""

    code = "decision_inconsistent"
    title = "The outcome does not follow from the findings"


class CaseAlreadyDecided(Conflict):
    """A case has one section 42 decision."""

    code = "case_already_decided"
    title = "The case has already been decided"


class DeciderNeeded(Forbidden):
    """A machine may advise; a person decides (UK GDPR articles 22A to 22D)."""

    code = "decider_needed"
    title = "A decision is made by a person: act for a practitioner"
