"""Bodies as a partner system sends them, and the words that must never be found anywhere."""

from typing import Any

ADULT_NAME = "Wilhelmina-Canary"
WHAT_HAPPENED = "canary-account: money went missing after each visit"
HER_WORDS = "canary-words: I don't want her to lose her job"
WORKER_NAME = "Canary Carer"
EVIDENCE = "canary-evidence: bank statements since June"
RATIONALE = "canary-rationale: she can't protect herself from someone she depends on"
DECIDER_NAME = "Canary Decider"
NOTE = "canary-note: the bank confirms the withdrawals"
WHY = "canary-why: the manager had mixed up two visits"
ANEW = "canary-anew: it was after every second visit"

CANARIES = (
    ADULT_NAME,
    WHAT_HAPPENED,
    HER_WORDS,
    WORKER_NAME,
    EVIDENCE,
    RATIONALE,
    DECIDER_NAME,
    NOTE,
    WHY,
    ANEW,
    "canary-allegation",
    "canary-place",
    "9990000018",
    "1938-05-02",
    "canary-lane",
    "01632 canary",
    "canary-manner",
    "canary-niece",
)

CARE_WORKER: dict[str, Any] = {
    "source": "service_provider",
    "relationship": "home-care worker",
    "name": WORKER_NAME,
    "organisation_name": "Brightway Home Care",
    "identifiers": [{"scheme": "cqc_location", "value": "1-999000002"}],
    "practitioner_id": "carer-7",
}

NEIGHBOUR: dict[str, Any] = {"source": "other_known", "relationship": "neighbour"}


DEMOGRAPHICS: dict[str, Any] = {
    "gender": "female",
    "ethnicity": "not_asked",
    "primary_support_reason": "physical",
    "health_conditions": ["stroke", "visual_impairment"],
    "estimated_age": None,
}

SAFE_CONTACT: dict[str, Any] = {
    "by_phone": "only_as_said",
    "by_text": "no",
    "by_email": "not_asked",
    "by_letter": "no",
    "in_person": "yes",
    "manner": "canary-manner: before noon, and never say who you are",
    "through": "canary-niece",
}


POSITION_OF_TRUST: dict[str, Any] = {
    "accused": CARE_WORKER,
    "position": "employee",
    "allegations": ["possible_offence"],
    "occurred_on": "2026-11-01",
    "what_happened": "canary-allegation: cautioned for theft from a relative",
    "adults_at_risk": "not_known",
    "children_at_risk": "no",
}


ACTS_ON_POSITION: dict[str, dict[str, Any]] = {
    "decision": {"outcome": "meets_threshold", "rationale": WHY, "review_on": "2026-12-22"},
    "disclosures": {
        "recipient": "employer",
        "is_disclosed": True,
        "lawful_basis": "uk_gdpr_art6_1_e",
        "rationale": WHY,
        "what": WHY,
        "person_was_told": True,
    },
    "cases": {"case_id": "00000000-0000-4000-8000-000000000000", "why": WHY},
    "closure": {"finding": "substantiated", "rationale": WHY},
}
"""By the last part of the path."""


ORGANISATIONAL_CONCERN: dict[str, Any] = {
    "organisation": {
        "organisation_name": "Brightway Home Care",
        "identifiers": [{"scheme": "cqc_location", "value": "1-999000002"}],
        "unit": "east round",
    },
    "abuse_types": ["organisational", "neglect"],
    "what_happened": "canary-place: nobody was turned at night, three weekends running",
}

ACTS_ON_ORGANISATION: dict[str, dict[str, Any]] = {
    "decision": {"decision": "large_scale_enquiry", "rationale": WHY, "review_on": "2026-12-22"},
    "cases": {"case_id": "00000000-0000-4000-8000-000000000000", "why": WHY},
    "cases/removal": {"case_id": "00000000-0000-4000-8000-000000000000", "why": WHY},
    "closure": {"ending": "risk_reduced", "rationale": WHY},
}
"""By the end of the path."""


def adult(**changes: Any) -> dict[str, Any]:
    return {
        "given_name": ADULT_NAME,
        "family_name": "Made-Up",
        "date_of_birth": "1938-05-02",
        "address": "1 canary-lane\nNorthton",
        "postcode": "ZZ99 9ZZ",
        "nhs_number": "999 000 0018",
        "phone": "01632 canary",
        "email": None,
        "safe_contact": SAFE_CONTACT,
        "contact_is_withheld": False,
        "demographics": DEMOGRAPHICS,
        **changes,
    }


def concern(**changes: Any) -> dict[str, Any]:
    return {
        "adult": adult(),
        "occurred_on": "2026-06-03",
        "abuse_types": ["financial_or_material"],
        "location": "own_home",
        "immediate_danger": False,
        "what_happened": WHAT_HAPPENED,
        "sources_of_risk": [CARE_WORKER],
        "asked": "asked_and_expressed",
        "asked_of": "adult",
        "words": HER_WORDS,
        **changes,
    }


def account(**changes: Any) -> dict[str, Any]:
    """Return what is told of an adult whom the exchange knows; it accuses a neighbour."""
    told = concern(**{"sources_of_risk": [NEIGHBOUR], **changes})
    del told["adult"]
    return told


def correction(**changes: Any) -> dict[str, Any]:
    return account(**{"why": WHY, "what_happened": ANEW, **changes})


WITHDRAWAL = {"reason": "raised_twice", "why": WHY}


def decision(**changes: Any) -> dict[str, Any]:
    met = {"finding": "met", "evidence": EVIDENCE}
    return {
        "care_and_support_needs": met,
        "abuse_or_neglect": met,
        "unable_to_protect": met,
        "outcome": "section_42",
        "rationale": RATIONALE,
        "decider": {"name": DECIDER_NAME, "role": "team manager"},
        **changes,
    }


def information(**changes: Any) -> dict[str, Any]:
    return {"source": "the bank", "note": NOTE, **changes}
