"""Each agency sees the directory of its mark, and in it only those that are live."""

from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from services.partners.agencies.routes import router
from tests.services.partners.registry import Registry

AGENCIES = "/partners/v1/agencies"


async def test_the_directory_shows_each_agency_those_of_its_mark(registry: Registry) -> None:
    made_up, also_made_up = await registry.register(), await registry.register(identifiers=[])
    real = await registry.register(synthetic=False)
    async with await registry.client(made_up) as client:
        listed = (await client.get(AGENCIES)).json()
        assert [agency["agency_id"] for agency in listed["items"]] == [also_made_up, made_up]
        assert (await client.get(f"{AGENCIES}/{also_made_up}")).status_code == 200
        hidden = await client.get(f"{AGENCIES}/{real}")
        absent = await client.get(f"{AGENCIES}/{uuid4()}")
        assert (hidden.status_code, absent.status_code) == (404, 404)
    async with await registry.operator() as operator:
        assert len((await operator.get(AGENCIES)).json()["items"]) == 3


async def test_who_is_not_live_is_seen_by_itself_and_the_operator_alone(
    registry: Registry,
) -> None:
    live = await registry.register()
    joining = await registry.joined(identifiers=[])
    invited = (await registry.invite(identifiers=[]))["agency_id"]
    async with await registry.client(live) as client:
        listed = (await client.get(AGENCIES)).json()["items"]
        assert [agency["agency_id"] for agency in listed] == [live]
        answers = [
            await client.get(f"{AGENCIES}/{agency_id}")
            for agency_id in (joining, invited, str(uuid4()))
        ]
        assert {answer.status_code for answer in answers} == {404}
    async with await registry.client(joining) as client:
        itself = (await client.get(f"{AGENCIES}/{joining}")).json()
        assert itself["state"] == "joining"
    async with await registry.operator() as operator:
        listed = (await operator.get(AGENCIES)).json()["items"]
        assert [agency["state"] for agency in listed] == ["invited", "joining", "live"]


async def test_the_directory_comes_in_pages(registry: Registry) -> None:
    registered = [await registry.register(identifiers=[]) for _ in range(3)]
    async with await registry.client(registered[0]) as client:
        first = (await client.get(AGENCIES, params={"limit": 2})).json()
        rest = (await client.get(AGENCIES, params={"limit": 2, "cursor": first["next"]})).json()
    seen = [agency["agency_id"] for agency in first["items"] + rest["items"]]
    assert seen == registered[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, route.path.format(agency_id="00000000-0000-4000-8000-000000000001"))
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ],
)
async def test_an_anonymous_caller_gets_nowhere(registry: Registry, method: str, path: str) -> None:
    async with registry.anonymous() as client:
        answer = await client.request(method, path)
    assert answer.status_code == 401
