"""The API's page and its document say what there is, and fetch nothing from anywhere."""

import base64
import hashlib
import re

from tests.support.desk import Desk


async def page(desk: Desk) -> tuple[str, str]:
    async with desk.client() as anonymous:
        response = await anonymous.get("/notes/docs")
    assert response.status_code == 200
    return response.text, response.headers["Content-Security-Policy"]


async def test_the_page_names_every_operation_and_what_goes_in(desk: Desk) -> None:
    html, _policy = await page(desk)
    for operation in desk.app.openapi()["paths"]["/notes/v1/notes/{note_id}"].values():
        assert f'<article id="{operation["operationId"]}">' in html
    assert "Keep a note, with <code>words</code> as they were said." in html
    assert "Idempotency-Key <span>header, string</span>" in html
    assert 'Body: <a href="#schema-NewNote">NewNote</a>' in html
    assert "one of <code>blue</code>, <code>green</code>" in html


async def test_every_link_on_the_page_leads_somewhere(desk: Desk) -> None:
    html, _policy = await page(desk)
    targets = set(re.findall(r'id="([^"]+)"', html))
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert links
    assert links <= targets


async def test_the_page_fetches_nothing_and_its_style_is_the_one_that_is_let_in(
    desk: Desk,
) -> None:
    html, policy = await page(desk)
    assert not re.findall(r"<script|src=|@import|url\(|https?://", html)
    (style,) = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy


async def test_the_document_tells_of_failures_keys_and_tokens(desk: Desk) -> None:
    document = desk.app.openapi()
    keep = document["paths"]["/notes/v1/notes"]["post"]
    assert keep["operationId"] == "keep_note"
    assert keep["security"] == [{"accessToken": []}]
    assert keep["responses"]["default"]["content"] == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }
    (key,) = keep["parameters"]
    assert (key["name"], key["required"]) == ("Idempotency-Key", True)
    body = keep["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/NewNote"}
    assert document["components"]["schemas"]["NewNote"]["additionalProperties"] is False
