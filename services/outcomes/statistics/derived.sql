-- From the staged facts of some cases (tables named as the facts' own) to the counted rows.
-- `england_day(column)` stands for the day in England of an instant.

INSERT INTO concerns BY NAME
SELECT c.*, person_id, gender, ethnicity, primary_support_reason,
       health_conditions::VARCHAR[] AS health_conditions, age, age_on, died_on, coalesce(adult_died, false) AS has_died
FROM (
  SELECT concern_id, case_id, council_id, case_facts.synthetic, raised_by_agency_id,
         england_day(raised_at) AS raised_on, decision, england_day(decided_at) AS decided_on,
         abuse_types::VARCHAR[] AS abuse_types, sources_of_risk::VARCHAR[] AS sources_of_risk,
         location, is_immediate_danger, asked, withdrawn
  FROM concern_facts JOIN case_facts USING (case_id)
) AS c
LEFT JOIN (SELECT * EXCLUDE (synthetic) FROM adult_facts) USING (case_id)
LEFT JOIN (SELECT case_id, died_on, adult_died FROM enquiry_facts) USING (case_id);

INSERT INTO enquiries BY NAME
SELECT e.*, raised_by_agency_id, raised_on, abuse_types, sources_of_risk, location,
       person_id, gender, ethnicity, primary_support_reason,
       health_conditions::VARCHAR[] AS health_conditions, age, age_on
FROM (
  SELECT case_id, council_id, case_facts.synthetic, kind,
         england_day(opened_at) AS opened_on, england_day(concluded_at) AS concluded_on, team,
         asked, achieved, achieved_judged_by, derived,
         from_json(risks, '[{"type":"VARCHAR","source":"VARCHAR","location":"VARCHAR"}]') AS risks,
         risk_assessment, action, risk_outcome, lacked_capacity, support,
         died_on, adult_died AS has_died
  FROM enquiry_facts JOIN case_facts USING (case_id)
) AS e
LEFT JOIN (
  SELECT case_id, arg_min(raised_by_agency_id, (raised_at, concern_id)) AS raised_by_agency_id,
         england_day(min(raised_at)) AS raised_on,
         arg_min(abuse_types::VARCHAR[], (raised_at, concern_id)) AS abuse_types,
         arg_min(sources_of_risk::VARCHAR[], (raised_at, concern_id)) AS sources_of_risk,
         arg_min(location, (raised_at, concern_id)) AS location
  FROM concern_facts GROUP BY case_id
) USING (case_id)
LEFT JOIN (SELECT * EXCLUDE (synthetic) FROM adult_facts) USING (case_id);

INSERT INTO conversations BY NAME
SELECT conversation_id, case_id, council_id, case_facts.synthetic, recorded_by_agency_id,
       asked, asked_of, england_day(held_at) AS held_on
FROM conversation_facts JOIN case_facts USING (case_id);

INSERT INTO desired_outcomes BY NAME
SELECT d.*, limitation_reasons, adult_was_told,
       by_adult, by_representative, by_advocate, by_worker, concluded_on, kind
FROM (
  SELECT desired_outcome_id, case_id, council_id, case_facts.synthetic, category, owner_agency_id,
         recorded_by_agency_id, negotiated, no_longer_wanted, limited
  FROM desired_outcome_facts JOIN case_facts USING (case_id)
) AS d
LEFT JOIN (
  SELECT desired_outcome_id, bool_and(adult_was_told) AS adult_was_told,
         list_sort(list_distinct(flatten(list(reasons::VARCHAR[])))) AS limitation_reasons
  FROM limitation_facts GROUP BY desired_outcome_id
) USING (desired_outcome_id)
LEFT JOIN (
  SELECT desired_outcome_id,
         any_value(achieved) FILTER (judged_by = 'adult') AS by_adult,
         any_value(achieved) FILTER (judged_by = 'representative') AS by_representative,
         any_value(achieved) FILTER (judged_by = 'advocate') AS by_advocate,
         any_value(achieved) FILTER (judged_by = 'worker') AS by_worker
  FROM verdict_facts GROUP BY desired_outcome_id
) USING (desired_outcome_id)
LEFT JOIN (
  SELECT case_id, kind, england_day(concluded_at) AS concluded_on FROM enquiry_facts
) USING (case_id);

INSERT INTO engagements BY NAME
SELECT engagement_facts.* EXCLUDE (synthetic), council_id, case_facts.synthetic
FROM engagement_facts JOIN case_facts USING (case_id);

INSERT INTO invitations BY NAME
SELECT invitation_id, case_id, council_id, case_facts.synthetic,
       england_day(concluded_at) AS concluded_on, state, respondent, method
FROM invitation_facts JOIN case_facts USING (case_id);
