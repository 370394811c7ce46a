"""Any party, not only the council, records what the adult said and owns a desired outcome."""

from pathlib import Path

from tests.exchange.busy_case import REASON, busy_case
from tests.services.outcomes import bodies as outcomes
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, TRUST


async def test_police_trust_and_provider_each_record_a_conversation_and_own_an_outcome(
    tmp_path: Path,
) -> None:
    elsewhere = {"source": "service_provider", "organisation_name": "Sunny House"}
    async with busy_case(tmp_path, sources_of_risk=[elsewhere]) as busy:
        parties = f"/partners/v1/cases/{busy.case_id}/parties"
        invited = {"agency_id": str(EMPLOYER.id), "checked_not_the_employer": True, **REASON}
        await busy.post(COUNCIL, parties, invited)
        await busy.post(EMPLOYER, f"{parties}/acceptance")
        case = f"/outcomes/v1/cases/{busy.case_id}"
        for agency in (POLICE, TRUST, EMPLOYER):
            talk = await busy.post(agency, f"{case}/conversations", outcomes.conversation())
            said = outcomes.wish(talk["conversation_id"]) | {"owner_agency_id": str(agency.id)}
            wish = await busy.post(agency, f"{case}/desired-outcomes", said)
            assert wish["owner_agency_id"] == str(agency.id)
            read = await busy.call(
                COUNCIL, "GET", f"{case}/desired-outcomes/{wish['desired_outcome_id']}"
            )
            assert read.json()["recorded"]["agency_id"] == str(agency.id)
