"""How a conversation with the adult was held: codes of practice, the exchange's own lists."""

from enum import StrEnum


class Recorded(StrEnum):
    """Yes, no, or nobody wrote it down: which is neither."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"


class NoneExpressedReason(StrEnum):
    """Why an adult who was asked wanted nothing. `satisfied` is Surrey SAB's "no desired outcome".

    It is no category of a desired outcome: somebody who wants nothing has expressed none, and is
    counted so in SAC table SG4a.
    """

    SATISFIED = "satisfied"
    WANTS_NO_ENQUIRY = "wants_no_enquiry"
    DID_NOT_WANT_TO_SAY = "did_not_want_to_say"
    COULD_NOT_SAY = "could_not_say"
    OTHER = "other"
    NOT_RECORDED = "not_recorded"


class Interpreter(StrEnum):
    """Who interpreted. Family members should not where there may be coercion: practice, no rule."""

    NOT_NEEDED = "not_needed"
    PROFESSIONAL = "professional"
    SIGN_LANGUAGE = "sign_language"
    STAFF = "staff"
    FAMILY_OR_FRIEND = "family_or_friend"
    NOT_AVAILABLE = "not_available"
    DECLINED = "declined"
    NOT_RECORDED = "not_recorded"


class CommunicationSupport(StrEnum):
    """What helped the adult to take part. `none` and `not_recorded` each stand alone."""

    EASY_READ = "easy_read"
    BRITISH_SIGN_LANGUAGE = "british_sign_language"
    MAKATON = "makaton"
    PICTURES = "pictures"
    OBJECTS = "objects"
    COMMUNICATION_AID = "communication_aid"
    HEARING_LOOP = "hearing_loop"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    ADVOCATE_PRESENT = "advocate_present"
    MORE_TIME = "more_time"
    QUIET_PLACE = "quiet_place"
    BETTER_TIME_OF_DAY = "better_time_of_day"
    OTHER = "other"
    NONE = "none"
    NOT_RECORDED = "not_recorded"


class Place(StrEnum):
    """What kind of place the adult was in."""

    OWN_HOME = "own_home"
    CARE_HOME = "care_home"
    HOSPITAL = "hospital"
    HEALTH_CENTRE = "health_centre"
    DAY_SERVICE = "day_service"
    COUNCIL_OFFICE = "council_office"
    POLICE_STATION = "police_station"
    ELSEWHERE = "elsewhere"
    NOT_RECORDED = "not_recorded"


class Method(StrEnum):
    """How it was held."""

    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    VIDEO = "video"
    LETTER = "letter"
    OTHER = "other"
    NOT_RECORDED = "not_recorded"


class Presence(StrEnum):
    """What somebody who was there is to the adult."""

    FAMILY = "family"
    FRIEND = "friend"
    UNPAID_CARER = "unpaid_carer"
    PAID_CARER = "paid_carer"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"
    INTERPRETER = "interpreter"
    WORKER = "worker"
    POLICE = "police"
    SOURCE_OF_RISK = "source_of_risk"
    OTHER = "other"


NOT_SEEN_ALONE = frozenset(
    {
        Presence.FAMILY,
        Presence.FRIEND,
        Presence.UNPAID_CARER,
        Presence.PAID_CARER,
        Presence.SOURCE_OF_RISK,
    }
)
"""With any of these there, the adult was not seen alone; who works for the adult does not count."""

LANGUAGE = r"^(?:other|not_recorded|[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4})$"
"""A language by its tag in BCP 47 (RFC 5646), as in "pa", "zh-Hant" or "bfi" (British Sign
Language); else `other` or `not_recorded`. Which tags are registered is not checked."""
