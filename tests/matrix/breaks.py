"""The breaks themselves: each a slip that somebody might make in the policy's code."""

from tests.matrix.mutants import Mutant

_POLICY = "shared/access/policy.py"
_RELATIONS = "shared/access/relations.py"
_DISCLOSURE = "shared/access/disclosure.py"
_VISIBILITY = "shared/access/visibility.py"

BREAKS = (
    Mutant(
        "emergency access is open to who must not know",
        _POLICY,
        "frozenset(Relation) - {\n    Relation.EXCLUDED,\n    Relation.REFERRER_EXCLUDED,\n",
        "frozenset(Relation) - {\n",
        ("{case_id}/emergencies | excluded", "{case_id}/emergencies | held"),
    ),
    Mutant(
        "the lead's safeguarding lead goes on deciding beside the decider in its stead",
        _POLICY,
        "        return Ruling.ALLOWED if is_the_one else refusal\n",
        "        return Ruling.ALLOWED if is_the_one or relation is Relation.LEAD else refusal\n",
        ("{case_id}/exclusions | relieved",),
    ),
    Mutant(
        "an emergency opens what was judged too",
        _DISCLOSURE,
        '    _R.EMERGENCY: _PROTECTS_NOW,\n}\n"""In an emergency',
        '    _R.EMERGENCY: ALL,\n}\n"""In an emergency',
        ("{case_id}/enquiry | emergency",),
    ),
    Mutant(
        "an exclusion no longer beats what else an agency is to a case",
        _RELATIONS,
        "        if is_excluded:\n",
        "        if is_excluded and self.party_state is None:\n",
        ("{case_id}/enquiry | excluded", "{case_id}/parties | excluded"),
    ),
    Mutant(
        "lists are not filtered by exclusions",
        _VISIBILITY,
        "            ~_excluded(caller, known),\n",
        "",
        ("GET /intake/v1/concerns | excluded", "GET /partners/v1/requests | excluded", "feed |"),
    ),
    Mutant(
        "any practitioner has to do with exclusions",
        _POLICY,
        "    has_role = rule.role is None or caller.practitioner.role is rule.role\n",
        "    has_role = True\n",
        ("/exclusions",),
    ),
    Mutant(
        "a token is taken for what it was not issued for",
        "shared/http/callers.py",
        "        if not identity.scopes.issuperset(scopes):\n",
        "        if not identity.scopes:\n",
        ("GET /partners/v1/invitations", "GET /intake/v1/concerns"),
    ),
    Mutant(
        "what is hidden is refused instead",
        _POLICY,
        "    refusal = Ruling.REFUSED if relation in KNOWS_THE_CASE else Ruling.HIDDEN\n",
        "    refusal = Ruling.REFUSED\n",
        ("{case_id}/decision | non party", "{case_id}/decision | held"),
    ),
    Mutant(
        "who names nobody is not taken for the excluded person",
        _RELATIONS,
        "        if self.is_of_whole_agency or person is None:\n            return True\n",
        "        if self.is_of_whole_agency or person is None:\n"
        "            return self.is_of_whole_agency\n",
        ("{case_id}/enquiry | excluded person", "{case_id}/parties | excluded unit"),
    ),
    Mutant(
        "a list takes who names nobody for somebody else",
        _VISIBILITY,
        "    if person is None:\n        return true()\n",
        "    if person is None:\n"
        "        return and_(table.c.unit.is_(None), table.c.practitioner_id.is_(None))\n",
        ("GET /intake/v1/concerns | excluded", "GET /partners/v1/requests | excluded"),
    ),
    Mutant(
        "an excluded person is known only as the exclusion writes the name",
        _RELATIONS,
        "            return same_name(person.id) == self.practitioner_id\n",
        "            return person.id == self.practitioner_id\n",
        ("{case_id}/enquiry | excluded person",),
    ),
    Mutant(
        "who gives no unit is taken to be of another",
        _RELATIONS,
        "        return person.unit is None or same_name(person.unit) == self.unit\n",
        "        return person.unit is not None and same_name(person.unit) == self.unit\n",
        ("{case_id}/enquiry | excluded unit",),
    ),
    Mutant(
        "the referrer reads what the lead gathered",
        _POLICY,
        "    Operation.READ_INFORMATION: Rule(Scope.CONCERNS_READ, _LEAD),\n",
        "    Operation.READ_INFORMATION: Rule(Scope.CONCERNS_READ, _INFORMED),\n",
        ("GET /intake/v1/cases/{case_id}/information",),
    ),
    Mutant(
        "parties read the rationale of the decision",
        _DISCLOSURE,
        "        _R.PARTY: ALL - {_C.LEGAL},\n",
        "        _R.PARTY: ALL,\n",
        ("GET /intake/v1/cases/{case_id}/decision | party",),
    ),
    Mutant(
        "the accused's own agency learns which case its report began",
        _DISCLOSURE,
        "        _R.REFERRER_EXCLUDED: ALL - {_C.THREAD, _C.EXCLUSION},\n",
        "        _R.REFERRER_EXCLUDED: ALL - {_C.EXCLUSION},\n",
        ("GET /intake/v1/concerns",),
    ),
    Mutant(
        "who has left goes on as a party",
        _RELATIONS,
        "        if self.party_state is PartyState.ACCEPTED:\n",
        "        if self.party_state in {PartyState.ACCEPTED, PartyState.LEFT}:\n",
        ("{case_id}/enquiry | left", "{case_id}/requests | left"),
    ),
    Mutant(
        "lists go on showing the case to who has left",
        _VISIBILITY,
        "        (parties.c.state == PartyState.ACCEPTED, Relation.PARTY),\n",
        "        (parties.c.state.in_((PartyState.ACCEPTED, PartyState.LEFT)), Relation.PARTY),\n",
        ("GET /intake/v1/concerns | left", "feed |"),
    ),
    Mutant(
        "parties read requests between others",
        "services/partners/requests/queries.py",
        "    if access.relation is Relation.LEAD:\n        return true()\n",
        "    if access.relation in {Relation.LEAD, Relation.PARTY}:\n        return true()\n",
        ("(between others)",),
    ),
    Mutant(
        "every party is told what is meant for the agencies it names",
        "services/partners/deliveries/entitlement.py",
        "addressees is None or agency_id in addressees)\n",
        "addressees is None or bool(addressees))\n",
        ("feed |",),
    ),
    Mutant(
        "made-up and real agencies see one another in the directory",
        "services/partners/agencies/queries.py",
        "    return query.where(Agency.synthetic == identity.synthetic, may_know)\n",
        "    return query.where(may_know)\n",
        ("GET /partners/v1/agencies/{agency_id}",),
    ),
)
