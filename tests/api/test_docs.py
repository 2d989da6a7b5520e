"""A stranger who follows the page on the API sees what it shows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

PAGE = (Path(__file__).parent.parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"```console\n\$ (curl [^\n]+)\n(.*?)```", re.DOTALL)
STEPS = CONSOLE.findall(PAGE)


@pytest.mark.parametrize(("command", "shown"), STEPS, ids=[command for command, _ in STEPS])
def test_each_example_prints_what_the_page_shows(api: httpx.Client, command: str, shown: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("LEFT OUT: curl is not on this computer")
    here = command.replace("http://127.0.0.1:8287", str(api.base_url).rstrip("/"))
    done = subprocess.run(["sh", "-c", here], capture_output=True, text=True, check=True)
    assert done.stdout == shown


def test_the_page_names_every_address_and_parameter(api: httpx.Client) -> None:
    assert len(STEPS) >= 5
    told = {
        path.replace("`", ""): set(re.findall(r"`(\w+)`", parameters))
        for path, parameters in re.findall(r"^\| `(/api/v1/\S+)` \|[^|]*\|([^|]*)\|$", PAGE, re.MULTILINE)
    }
    document = api.get("/api/v1/openapi.json").json()
    real = {
        re.sub(r"\{\w+\}", "ID", path): {parameter["name"] for parameter in item["get"]["parameters"]}
        - {"format", "lang", "limit", "cursor", "agency_id", "agreement_id", "publication_id"}
        for path, item in document["paths"].items()
    }
    assert told == real
