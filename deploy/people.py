"""Whom a demonstration lets you be, on this machine alone: the people of the story."""

from deploy.story import cast
from deploy.story.tokens import Practitioner
from services.partners.sign_in.people import Chosen
from shared.access import caller


def _chosen(key: str, does: str, slug: str, person: Practitioner) -> Chosen:
    role = caller.Role(person.role)
    return Chosen(key, does, cast.AGENCIES[slug], caller.Practitioner(person.id, person.unit, role))


PEOPLE = {
    chosen.key: chosen
    for chosen in (
        _chosen("nurse", "District nurse, who raised the concern", "nhs-trust", cast.NURSE),
        _chosen("social-worker", "Social worker, who leads", "council", cast.SOCIAL_WORKER),
        _chosen(
            "safeguarding-lead",
            "Safeguarding lead, who decides",
            "council",
            cast.SAFEGUARDING_LEAD,
        ),
        _chosen("officer", "Police officer, who was invited", "police", cast.OFFICER),
        _chosen(
            "care-manager",
            "Manager of the care provider, whose worker is accused",
            "care-provider",
            cast.CARE_MANAGER,
        ),
    )
}
