-- What reports are asked of: one table for each kind of fact, without anything of a person but
-- codes. Days are days in England. A code that is NULL was not recorded with the fact (facts from
-- before it was kept); "not_recorded" is what somebody recorded. `council_id` leads the case.

CREATE MACRO england_day(instant) AS CAST(timezone('Europe/London', instant) AS DATE);

CREATE TABLE agencies (
  agency_id UUID, synthetic BOOLEAN, name VARCHAR, kind VARCHAR
);

CREATE TABLE concerns (
  concern_id UUID, case_id UUID, council_id UUID, synthetic BOOLEAN,
  raised_by_agency_id UUID, raised_on DATE,
  decision VARCHAR, decided_on DATE,          -- NULL until the council has decided
  abuse_types VARCHAR[], sources_of_risk VARCHAR[], location VARCHAR,
  is_immediate_danger BOOLEAN,
  asked VARCHAR,                              -- what the referrer said: shared.reference.msp.Asked
  withdrawn VARCHAR,                          -- shared.reference.concerns.WithdrawalReason, or NULL
  -- the adult, as described now
  person_id UUID, gender VARCHAR, ethnicity VARCHAR, primary_support_reason VARCHAR,
  health_conditions VARCHAR[], age INTEGER, age_on DATE, died_on DATE, has_died BOOLEAN
);

CREATE TABLE enquiries (
  case_id UUID, council_id UUID, synthetic BOOLEAN,
  kind VARCHAR,                               -- section_42, other
  opened_on DATE, concluded_on DATE,          -- concluded_on and what follows: NULL while open
  team VARCHAR,                               -- unit of who concluded it, as the council names it
  asked VARCHAR, achieved VARCHAR, achieved_judged_by VARCHAR, derived BOOLEAN,
  risks STRUCT("type" VARCHAR, source VARCHAR, location VARCHAR)[],
  risk_assessment VARCHAR, "action" VARCHAR, risk_outcome VARCHAR,
  lacked_capacity VARCHAR, support VARCHAR,
  -- its first concern
  raised_by_agency_id UUID, raised_on DATE, abuse_types VARCHAR[], sources_of_risk VARCHAR[],
  location VARCHAR,
  -- the adult, as described now
  person_id UUID, gender VARCHAR, ethnicity VARCHAR, primary_support_reason VARCHAR,
  health_conditions VARCHAR[], age INTEGER, age_on DATE, died_on DATE, has_died BOOLEAN
);
-- `age` is the age on `age_on`, a 31 March: on any other 31 March it is as many years more or less;
-- somebody who died is as old as on the last 31 March before died_on, where that is known.

CREATE TABLE conversations (
  conversation_id UUID, case_id UUID, council_id UUID, synthetic BOOLEAN,
  recorded_by_agency_id UUID, asked VARCHAR, asked_of VARCHAR, held_on DATE
);

CREATE TABLE desired_outcomes (
  desired_outcome_id UUID, case_id UUID, council_id UUID, synthetic BOOLEAN,
  concluded_on DATE, kind VARCHAR,            -- of its enquiry; NULL without one
  category VARCHAR, owner_agency_id UUID, recorded_by_agency_id UUID,
  negotiated BOOLEAN, no_longer_wanted BOOLEAN,
  limited BOOLEAN, limitation_reasons VARCHAR[], adult_was_told BOOLEAN,
  -- the newest verdict of each judge, never pooled; NULL where that judge gave none
  by_adult VARCHAR, by_representative VARCHAR, by_advocate VARCHAR, by_worker VARCHAR
);

CREATE TABLE engagements (
  subject_id UUID, agency_id UUID, case_id UUID, council_id UUID, synthetic BOOLEAN,
  subject VARCHAR,                            -- invitation, request, action, contribution
  request_kind VARCHAR,                       -- of a request
  asked_at TIMESTAMPTZ, acknowledged_at TIMESTAMPTZ, contributed_at TIMESTAMPTZ,
  declined_at TIMESTAMPTZ, overdue_at TIMESTAMPTZ, ended_at TIMESTAMPTZ
);

CREATE TABLE invitations (
  invitation_id UUID, case_id UUID, council_id UUID, synthetic BOOLEAN,
  concluded_on DATE, state VARCHAR,           -- shared.reference.experience.InvitationState
  respondent VARCHAR, method VARCHAR          -- NULL until answered
);

CREATE TABLE approaches (
  agency_id UUID, synthetic BOOLEAN, first_day DATE, last_day DATE,
  declared JSON                               -- the codes of partners.approach_declared.v1
);
