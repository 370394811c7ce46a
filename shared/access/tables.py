"""What each service keeps, from events, of agencies, keys, cases, parties and exclusions."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Index, Table, Text, Uuid

from shared.database import Json, UtcDateTime, coded, kernel_metadata
from shared.reference.agencies import AgencyKind, IdentifierScheme


class PartyState(StrEnum):
    """How far an agency takes part in a case."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"


known_agencies = Table(
    "known_agencies",
    kernel_metadata,
    Column("agency_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", coded(AgencyKind), nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("live", Boolean, nullable=False, default=True),
)
"""An agency that has joined and is not live yet takes no part in any case."""

known_identifiers = Table(
    "known_identifiers",
    kernel_metadata,
    Column("scheme", coded(IdentifierScheme), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("agency_id", Uuid, primary_key=True),
)

known_keys = Table(
    "known_keys",
    kernel_metadata,
    Column("key_id", Text, primary_key=True),
    Column("public_jwk", Json, nullable=False),
    Column("retired", Boolean, nullable=False),
)

known_cases = Table(
    "known_cases",
    kernel_metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("lead_agency_id", Uuid, nullable=False),
    Column("referrer_agency_id", Uuid, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("has_unmatched_employer", Boolean, nullable=False),
    Index("ix_known_cases_lead_agency_id", "lead_agency_id", "case_id"),
    Index("ix_known_cases_referrer_agency_id", "referrer_agency_id", "case_id"),
)

case_parties = Table(
    "case_parties",
    kernel_metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("agency_id", Uuid, primary_key=True),
    Column("state", coded(PartyState), nullable=False),
    Index("ix_case_parties_agency_id", "agency_id", "case_id"),
)

case_exclusions = Table(
    "case_exclusions",
    kernel_metadata,
    Column("exclusion_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("unit", Text),
    Column("practitioner_id", Text),
    Column("is_hold", Boolean, nullable=False),
    Column("lifted_at", UtcDateTime),
    Index("ix_case_exclusions_case_id_agency_id", "case_id", "agency_id"),
)
"""A unit and a practitioner of None mean the agency as a whole."""

case_deciders = Table(
    "case_deciders",
    kernel_metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("agency_id", Uuid, nullable=False),
    Column("practitioner_id", Text, nullable=False),
)
"""Who decides and lifts exclusions in the stead of the lead's safeguarding lead, where named."""

case_emergencies = Table(
    "case_emergencies",
    kernel_metadata,
    Column("emergency_id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("practitioner_id", Text, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Index("ix_case_emergencies_case_id_agency_id", "case_id", "agency_id"),
)
"""Practitioners who may read a case for an hour at most, because someone's safety asked for it."""
