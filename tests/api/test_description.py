"""A client made from the description would break on an answer that the description does not allow."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES
from tests.support.sweeps import every

EXAMPLES = 4
SETTINGS = """
[generation]
deterministic = true
database = "none"
"""
WHOLE: list[tuple[str, dict[str, str]]] = [
    ("publications", {}),
    ("agencies", {}),
    ("agreements", {}),
    ("applications", {}),
    ("events", {}),
    ("events", {"lang": "es"}),
    ("counts", {}),
    *(("counts", {"by": by}) for by in ("state", "model", "type", "county")),
    ("counts", {"by": "county", "pending": "true"}),
    ("on", {"date": "2025-12-01"}),
    ("on", {"date": "2025-04-03", "pending": "true"}),
    ("law", {}),
    ("law", {"on": "2025-04-04"}),
    ("models", {}),
    ("models", {"lang": "es"}),
    ("search", {"text": "county sheriff"}),
    ("where", {"place": "04090"}),
    ("where", {"place": "Miami-Dade County, FL"}),
    ("status", {}),
]


def _document(api: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = api.get("/api/v1/openapi.json").json()
    return document


def _rows(document: dict[str, Any], path: str) -> dict[str, Any]:
    """What the description says of a row, with what it refers to."""
    ok = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**ok, "components": document["components"]}


def test_no_operation_fails_a_stranger_who_tries_everything(api: httpx.Client, tmp_path: Path) -> None:
    assert _document(api)["paths"]  # made when it is first wanted, which takes longer than a stranger waits
    (tmp_path / "schemathesis.toml").write_text(SETTINGS)
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{api.base_url}/api/v1/openapi.json",
        "--max-examples", str(EXAMPLES), "--no-color", "--workers", "2",
        "--request-timeout", "60",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "Tested: 18" in done.stdout


@pytest.mark.parametrize(("name", "asked"), WHOLE, ids=[f"{name} {asked}" for name, asked in WHOLE])
def test_every_row_of_the_record_is_as_described(api: httpx.Client, name: str, asked: dict[str, str]) -> None:
    document = _document(api)
    validator = jsonschema_rs.validator_for(_rows(document, f"/api/v1/{name}"))
    page: dict[str, str] = {} if name == "status" else {"limit": "1000"}
    seen = 0
    while True:
        said = api.get(f"/api/v1/{name}", params=asked | page).json()
        validator.validate(said)
        seen += len(said["rows"])
        if said["next_cursor"] is None:
            break
        page["cursor"] = said["next_cursor"]
    assert seen == said["count"] > 0


@pytest.mark.parametrize("state", every(4, STATES))
def test_every_brief_is_as_described(api: httpx.Client, state: str) -> None:
    validator = jsonschema_rs.validator_for(_rows(_document(api), "/api/v1/brief"))
    said = api.get("/api/v1/brief", params={"state": state, "since": "2025-03-01"}).json()
    validator.validate(said)
    assert said["rows"]


def test_a_row_that_is_not_as_described_would_be_seen(api: httpx.Client) -> None:
    validator = jsonschema_rs.validator_for(_rows(_document(api), "/api/v1/events"))
    said = api.get("/api/v1/events", params={"limit": "1"}).json()
    for key, value in (("kind", "fired"), ("event_id", None), ("evidence", {}), ("date", 3)):
        assert not validator.is_valid({**said, "rows": [{**said["rows"][0], key: value}]}), key


def test_every_operation_has_a_real_example_and_every_field_a_meaning(api: httpx.Client) -> None:
    document = _document(api)
    for path, item in document["paths"].items():
        content = item["get"]["responses"]["200"]["content"]["application/json"]
        assert content["example"]["rows"], path
        for parameter in item["get"]["parameters"]:
            assert parameter["description"], (path, parameter["name"])
    for name, shape in document["components"]["schemas"].items():
        assert shape.get("description") or name == "Spelling", name
    agency = document["paths"]["/api/v1/agencies/{agency_id}"]["get"]["responses"]["200"]["content"]
    assert agency["application/json"]["example"]["rows"][0]["agency"]["agency_id"] == "me-wells-police-department"
    offered = {p["name"]: p["schema"] for p in document["paths"]["/api/v1/agreements"]["get"]["parameters"]}
    assert offered["model"]["enum"] == list(MODELS)
    assert offered["limit"]["maximum"] == 1000


class _Loads(HTMLParser):
    """What a page would make a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag for _ in range(1) if tag in ("script", "img", "iframe", "object", "form", "base", "style")]
        self.found += [f"{tag} {name}" for name, _ in attrs if name in ("src", "style") or name.startswith("on")]
        self.found += [str(value) for name, value in attrs if name == "href" and "//" in str(value)]
        given = dict(attrs)
        own = given.get("rel") == "stylesheet" and str(given.get("href")).startswith("/static/")
        self.found += ["link"] if tag == "link" and not own else []


def test_the_page_of_the_description_asks_nothing_of_others(api: httpx.Client) -> None:
    page = api.get("/api/v1/docs")
    loads = _Loads()
    loads.feed(page.text)
    assert loads.found == []
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for path in _document(api)["paths"]:
        assert f"GET {path}<" in page.text
