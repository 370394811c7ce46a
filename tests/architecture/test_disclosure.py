"""Every field of a view that is redacted has a class, and what is hidden can be null."""

import types
import typing

import pytest
from pydantic import BaseModel

from services.intake.concerns.views import ConcernView
from services.intake.decisions.views import CaseView, DecisionView
from services.outcomes.conclusions.views import EnquiryView, JudgedOutcomeView
from services.outcomes.conversations.views import ConversationView
from services.partners.sharing.views import PartyView
from shared.access.disclosure import DISCLOSURES, FieldClass, redact
from shared.access.policy import RULES
from shared.access.relations import Relation
from shared.errors import NotFound

VIEWS: dict[str, type[BaseModel]] = {
    view.__name__: view
    for view in (
        ConcernView,
        CaseView,
        DecisionView,
        EnquiryView,
        JudgedOutcomeView,
        ConversationView,
        PartyView,
    )
}
BY_ITSELF = {("ConcernView", Relation.REFERRER_EXCLUDED)}
"""What an agency sent is read back by a rule of its own, beside the policy's."""


CELLS = [(name, relation) for name, by in DISCLOSURES.items() for relation in by.shown]


@pytest.mark.parametrize("name", DISCLOSURES)
def test_every_field_has_a_class_and_the_lead_is_shown_all(name: str) -> None:
    assert DISCLOSURES[name].fields.keys() == VIEWS[name].model_fields.keys()
    assert DISCLOSURES[name].shows(Relation.LEAD) == VIEWS[name].model_fields.keys()


@pytest.mark.parametrize("name", DISCLOSURES)
def test_who_may_read_is_shown_something_and_nobody_else_is(name: str) -> None:
    disclosure = DISCLOSURES[name]
    shown = {cell for cell in disclosure.shown if (name, cell) not in BY_ITSELF}
    assert shown == RULES[disclosure.operation].relations


@pytest.mark.parametrize(("name", "relation"), CELLS)
def test_only_what_can_be_null_is_hidden(name: str, relation: Relation) -> None:
    view = VIEWS[name]
    for field in view.model_fields.keys() - DISCLOSURES[name].shows(relation):
        hint = typing.get_type_hints(view)[field]
        assert isinstance(hint, types.UnionType), field
        assert type(None) in typing.get_args(hint), field


class _Other(BaseModel):
    case_id: str | None
    unheard_of: str | None


def test_what_has_no_class_is_shown_to_nobody() -> None:
    by = DISCLOSURES["CaseView"]
    shown = redact(_Other(case_id="a", unheard_of="b"), Relation.LEAD, by=by)
    assert (shown.case_id, shown.unheard_of) == ("a", None)
    with pytest.raises(NotFound):
        redact(shown, Relation.NON_PARTY, by=by)
    assert FieldClass.EXCLUSION not in DISCLOSURES["PartyView"].shown[Relation.PARTY]
