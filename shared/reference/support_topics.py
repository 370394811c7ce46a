"""What practitioners asked for help with in 2015, when Making Safeguarding Personal was evaluated.

The list is the evaluation's (eight topics); the codes are the exchange's own.
"""

from enum import StrEnum


class SupportTopic(StrEnum):
    """What a prompt is about, and what help can be asked for."""

    MANAGING_RISK = "managing_risk"
    RECORDING_OUTCOMES = "recording_outcomes"
    COERCION_AND_CONTROL = "coercion_and_control"
    HONEST_DISCUSSIONS = "honest_discussions"
    WEIGHING_RISKS_AND_BENEFITS = "weighing_risks_and_benefits"
    THE_LAW = "the_law"
    MENTAL_CAPACITY_ACT = "mental_capacity_act"
    INVOLVING_PEOPLE = "involving_people"


class Urgency(StrEnum):
    """How soon a prompt wants to be looked at. Nothing follows from leaving it."""

    NOW = "now"
    SOON = "soon"
    IN_TIME = "in_time"


class Doer(StrEnum):
    """Who might do what a prompt says."""

    LEAD_AGENCY = "lead_agency"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    WHOEVER_THE_ADULT_TRUSTS = "whoever_the_adult_trusts"
    ANY_PARTY = "any_party"
    POLICE = "police"
    DECISION_MAKER = "decision_maker"


class SourceKind(StrEnum):
    """What a prompt rests on."""

    LAW = "law"
    GUIDANCE = "guidance"
    PRACTICE = "practice"
