"""In a demonstration people choose who they are; nowhere else can anybody."""

import os
import socket
from pathlib import Path
from unittest import mock

import pytest

from deploy import embedded
from deploy.people import PEOPLE
from deploy.services import SERVICES
from services.partners.settings import PartnersSettings
from tests.services.partners.registry import Registry
from tests.services.partners.sign_in.conftest import SESSION
from tests.support.desk import settings_for, sqlite_url

AS = "/partners/sign-in/as"


@pytest.fixture
def demonstration(registry: Registry) -> Registry:
    registry.app.state.people = PEOPLE
    return registry


async def test_whoever_is_chosen_is_signed_in(demonstration: Registry) -> None:
    await demonstration.register()
    async with demonstration.browser() as browser:
        offered = await browser.get("/partners/sign-in?back=/intake/cases/7")
        assert "District nurse, who raised the concern" in offered.text
        form = {"person": "nurse", "back": "/intake/cases/7"}
        answer = await browser.post(AS, data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/intake/cases/7"
    assert answer.headers["Set-Cookie"].startswith(f"{SESSION}=")


@pytest.mark.parametrize("person", ["nurse", "nobody", ""])
async def test_elsewhere_there_is_nobody_to_choose(registry: Registry, person: str) -> None:
    await registry.register()
    async with registry.browser() as browser:
        offered = await browser.get("/partners/sign-in")
        assert "Nobody can sign in to pages here yet" in offered.text
        assert "District nurse" not in offered.text
        answer = await browser.post(AS, data={"person": person})
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


async def test_nobody_is_chosen_at_a_real_agency(demonstration: Registry) -> None:
    await demonstration.register(synthetic=False)
    async with demonstration.browser() as browser:
        answer = await browser.post(AS, data={"person": "nurse"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_there_is_no_setting_for_it(tmp_path: Path) -> None:
    wished = {"PARTNERS_PEOPLE": '["nurse"]', "PARTNERS_DEMO": "true", "ALONGSIDE_DEMO": "1"}
    with mock.patch.dict(os.environ, wished):
        for name in SERVICES:
            opened = SERVICES[name].open(settings_for(sqlite_url(tmp_path, name)))
            assert getattr(opened.app().state, "people", {}) == {}
    assert not {
        name for name in PartnersSettings.model_fields if "people" in name or "demo" in name
    }


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - the one to refuse
def test_the_demonstration_lets_nobody_choose_where_others_can_reach_it(address: str) -> None:
    with socket.socket() as listener:
        listener.bind((address, 0))
        assert bool(embedded.people_for(listener)) is (address == "127.0.0.1")


async def test_a_page_of_elsewhere_can_choose_for_nobody(demonstration: Registry) -> None:
    await demonstration.register()
    async with demonstration.browser() as browser:
        headers = {"Sec-Fetch-Site": "cross-site"}
        answer = await browser.post(AS, data={"person": "nurse"}, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
