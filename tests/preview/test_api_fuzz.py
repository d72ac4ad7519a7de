"""Every operation of the OpenAPI description, asked with whatever its types allow and with what they do not.

No answer may be a server's error, and every refusal is a sentence. Own strategies from the description's schemas:
a new route or field is asked without a new line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.preview import Studio, build_app
from tests.preview.conftest import Page, studio_in

SKIPPED = {"/api/events", "/api/logout"}
"""A stream without end; and what would end the session of all that follow."""
SLOW = {"/api/sheets"}
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=2),
)
NASTY = st.sampled_from(
    ["../../etc/passwd", "%2e%2e%2f", "\x00", "<script>", "𠮷" * 50, "", " ", "-1", "9" * 40, "NaN"]
)


def value(schema: dict[str, Any], parts: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values of a schema, more often sound than not."""
    if "$ref" in schema:
        return value(parts[schema["$ref"].rpartition("/")[2]], parts)
    if "anyOf" in schema:
        return st.one_of(*(value(one, parts) for one in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        return st.fixed_dictionaries({k: value(v, parts) for k, v in schema["properties"].items()})
    if kind == "object":
        return st.dictionaries(st.sampled_from(["内容", "数值", "编号", "x"]), st.text(max_size=9), max_size=3)
    if kind == "array":
        return st.lists(value(schema["items"], parts), max_size=3)
    if kind == "integer":
        return st.integers(schema.get("minimum", -5), min(schema.get("maximum", 2**40), 2**40))
    if kind == "boolean":
        return st.booleans()
    if schema.get("format") == "date":
        return st.one_of(st.dates().map(str), NASTY)
    return st.one_of(st.text(max_size=min(30, schema.get("maxLength", 30))), NASTY)


def operations(described: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted(
        (method.upper(), path)
        for path, methods in described["paths"].items()
        for method in methods
        if path not in SKIPPED and path not in SLOW
    )


class Door:
    """A page, a manuscript's id and the description. Hypothesis prints its arguments: a tuple would be a hundred kB."""

    def __init__(self, page: Page, manuscript: str, described: dict[str, Any]) -> None:
        self._all = page, manuscript, described

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with studio_in(tmp_path_factory.mktemp("fuzz")) as studio, client_of(studio) as page:
        mid = next(iter(studio.cabinet)).id
        page.plan(mid, until="2026-03-03")
        yield Door(page, mid, page.get("/api/openapi.json").json())


def client_of(studio: Studio) -> Page:
    return Page(build_app(studio), base_url="http://127.0.0.1:8787", raise_server_exceptions=False)


def test_every_operation_says_what_it_is(house: Door) -> None:
    _page, _mid, described = house
    assert len(operations(described)) > 30
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            assert one["summary"], (method, path)
            assert re.search("[一-龥]", one["summary"])


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_request_breaks_the_studio(house: Door, data: st.DataObject) -> None:
    page, mid, described = house
    method, path = data.draw(st.sampled_from(operations(described)))
    one, parts = described["paths"][path][method.lower()], described["components"]["schemas"]
    real = {"manuscript": mid, "post": "1", "number": "0"}
    address, query = path, {}
    for parameter in one.get("parameters", ()):
        name = parameter["name"]
        drawn = data.draw(value(parameter["schema"], parts))
        if parameter["in"] == "path":
            if name in real and data.draw(st.booleans()):
                drawn = real[name]
            address = address.replace(f"{{{name}}}", quote(str(drawn), safe="") or "x")
        elif parameter.get("required") or data.draw(st.booleans()):
            query[name] = str(drawn)
    body: dict[str, Any] = {}
    if "requestBody" in one:
        schema = one["requestBody"]["content"]["application/json"]["schema"]
        sound = data.draw(st.integers(0, 3))
        body = {"json": data.draw(value(schema, parts) if sound else ANYTHING)}
    answer = page.request(method, address, params=query, headers=page.token(), **body)
    assert answer.status_code < 500, (method, path, body, answer.text)
    if answer.status_code >= 400:
        # an address that is none of the API's after all (/api/link/../) is answered with a page
        page_told = answer.headers["content-type"].startswith("text/html")
        told = answer.text if page_told else answer.json()["message"]
        assert re.search("[一-龥]", told), (method, path, answer.text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.one_of(st.text(max_size=40), NASTY),
    body=st.binary(max_size=300),
    suffix=st.sampled_from([".txt", ".xlsx", ".docx", ".yaml", ".json", ".csv", ".html", ".md", ""]),
)
def test_no_file_breaks_the_door(house: Door, name: str, body: bytes, suffix: str) -> None:
    page, _mid, _described = house
    answer = page.post("/api/manuscripts", params={"name": name + suffix}, content=body, headers=page.token())
    assert answer.status_code in {201, 422}, answer.text
    if answer.status_code == 201:
        assert page.get(f"/m/{answer.json()['id']}/facts").status_code == 200


def test_nothing_was_written_outside(house: Door) -> None:
    page, mid, _described = house
    home = Path(page.app.state.studio.out)  # type: ignore[attr-defined]
    assert {p.name for p in home.parent.iterdir()} <= {"out", "ledger", "山城.txt", "users.json"}
    assert page.get(f"/api/manuscripts/{mid}").status_code == 200
