"""Signs of coercion and control, and what is advised: the exchange's own practice list.

It is no official list and no test of an offence. It draws on what section 76 of the Serious Crime
Act 2015 (controlling or coercive behaviour) and the Domestic Abuse Act 2021 are about, and on the
Devon safeguarding toolkit.
"""

from enum import StrEnum


class CoercionIndicator(StrEnum):
    """What somebody saw or heard that may be a sign of coercion or control."""

    ISOLATION = "isolation"
    MONITORING = "monitoring"
    CONTROLS_MONEY = "controls_money"
    SPEAKS_FOR_ADULT = "speaks_for_adult"
    FEAR = "fear"
    CHANGED_STORY = "changed_story"
    PREVENTS_CONTACT = "prevents_contact"
    THREATS = "threats"
    GASLIGHTING = "gaslighting"
    CONTROLS_MEDICATION_OR_FOOD = "controls_medication_or_food"
    CONTROLS_DAILY_LIFE = "controls_daily_life"
    IMMIGRATION_THREAT = "immigration_threat"
    TENANCY_THREAT = "tenancy_threat"
    OTHER = "other"


class SafeEnquiry(StrEnum):
    """Whether the adult could be asked safely: alone, and without anybody learning of it."""

    POSSIBLE = "possible"
    NOT_YET_POSSIBLE = "not_yet_possible"
    NOT_TRIED = "not_tried"
    DECLINED = "declined"
    NOT_RECORDED = "not_recorded"


class SafeEnquiryAdvice(StrEnum):
    """What is advised once such signs were seen. Advice, which nothing here enforces."""

    ASK_ALONE = "ask_alone"
    NEVER_THROUGH_SUSPECTED_PERSON = "never_through_suspected_person"
    PROFESSIONAL_INTERPRETER = "professional_interpreter"
    SAFE_CONTACT = "safe_contact"
    TRY_AGAIN_ELSEWHERE = "try_again_elsewhere"
    WITHDRAWN_WISHES = "withdrawn_wishes"
    CHECK_HEALTH_NOW = "check_health_now"
    CHECK_WHO_HOLDS_MONEY = "check_who_holds_money"
    HOME_AND_STATUS = "home_and_status"
    MARAC_THRESHOLD = "marac_threshold"
    LEGAL_ADVICE = "legal_advice"
