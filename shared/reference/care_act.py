"""Codes of the Care Act 2014: the section 42 decision and the gateways for asking an agency."""

from enum import StrEnum


class LimbFinding(StrEnum):
    """What was found of one limb of section 42(1)."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


class DecisionOutcome(StrEnum):
    """What the lead agency decided a concern leads to."""

    SECTION_42 = "section_42"
    OTHER_ENQUIRY = "other_enquiry"
    NO_ENQUIRY_OTHER_ACTION = "no_enquiry_other_action"
    NO_FURTHER_ACTION = "no_further_action"


class EnquiryKind(StrEnum):
    """Which kind of enquiry was opened."""

    SECTION_42 = "section_42"
    OTHER = "other"


class LegalGateway(StrEnum):
    """The power under which an agency is asked for something, or gives it.

    Section 45 belongs to the Safeguarding Adults Board alone, and schedule 2, paragraph 2 of the
    Data Protection Act 2018 (crime and taxation) to a police force; it permits and never obliges.
    """

    SECTION_6 = "care_act_s6"
    SECTION_7 = "care_act_s7"
    SECTION_42 = "care_act_s42"
    SECTION_45 = "care_act_s45"
    SAFEGUARDING_CONDITION = "dpa_2018_sch1_para18"
    CRIME_AND_TAXATION = "dpa_2018_sch2_para2"
