"""The description of the API (OpenAPI 3.1), and the same as a plain page.

The examples are answers to small questions, asked of this very record when the description is first wanted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from roster287 import __version__
from roster287.publish.api import schemas
from roster287.publish.whole import Whole

Described = dict[str, Any]
ABOUT = (
    "What ICE's 287(g) lists have shown, when, and every change, with proof. Read only. It answers the questions of "
    "the command line and of the Python library, some under another name, with the same fields, page by page. Each "
    "answer says the list it rests on."
)


def sample(whole: Whole) -> dict[str, str]:
    """Names that this record knows, for examples; empty where it has none."""
    agency = next((a for a in whole.agencies.values() if a["agency_id"] == "me-wells-police-department"), None)
    agency = agency or next((a for a in whole.agencies.values() if a["agency_id"] in whole.agreements_of), None)
    if agency is None or whole.newest is None or not whole.events:
        return {}
    own = whole.agreements_of[agency["agency_id"]][0]
    return {
        "state": agency["state"], "model": own["model"], "agency": agency["agency_id"],
        "agency_id": agency["agency_id"], "agreement_id": own["agreement_id"],
        "publication_id": whole.newest["publication_id"], "date": own["first_listed"], "since": own["first_listed"],
        "text": agency["name"], "place": f"{agency['name'].split()[0]}, {agency['state']}",
        "after": whole.events[0]["event_id"],
    }  # fmt: skip


ASKED = {
    "agencies": ("state",), "agreements": ("agency",), "events": ("after",), "counts": (), "on": ("date", "state"),
    "brief": ("state",), "where": ("place",), "search": ("text",), "law": ("state",), "models": ("model",),
}  # fmt: skip
"""The parameters with which the example of an address is asked."""


async def document(app: FastAPI, whole: Whole) -> Described:
    """The description, with real examples."""
    found: Described = json.loads(json.dumps(app.openapi()))
    known = sample(whole)
    found["components"] = {"schemas": schemas.components()}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://example") as client:
        for path, item in found["paths"].items():
            operation = item["get"]
            operation["responses"].pop("422", None)
            for parameter in operation.get("parameters", ()):
                _mend(parameter, known)
            await _example(client, path, operation, known)
    return found


def _mend(parameter: Described, known: dict[str, str]) -> None:
    """Describe a parameter without null among its values: one that has no value is left out of the address."""
    schema = parameter["schema"]
    kept = [one for one in schema.pop("anyOf", ()) if one != {"type": "null"}]
    parameter["schema"] = {**schema, **(kept[0] if kept else {})}
    parameter["schema"].pop("title", None)
    parameter.setdefault("description", parameter["schema"].pop("description", ""))
    parameter["schema"].pop("description", None)
    if parameter["name"] in known:
        parameter["example"] = known[parameter["name"]]


async def _example(client: httpx.AsyncClient, path: str, operation: Described, known: dict[str, str]) -> None:
    if not known:
        return
    address = path
    for name, value in known.items():
        address = address.replace(f"{{{name}}}", value)
    asked = {name: known[name] for name in ASKED.get(path.rpartition("/")[2], ())}
    if any(parameter["name"] == "limit" for parameter in operation.get("parameters", ())):
        asked["limit"] = "1"
    answer = await client.get(address, params=asked)
    if answer.status_code == 200 and answer.headers["content-type"] == "application/json":
        operation["responses"]["200"]["content"]["application/json"]["example"] = answer.json()


def page(described: Described) -> str:
    """The description as a page in the style of the site, which also reads well without it."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "marked": _marked,
        "meaning": _meaning,
        "printed": lambda answer: json.dumps(answer, ensure_ascii=False, indent=1),
    }
    return environment.get_template("docs.html").render(described)


def _marked(text: str) -> Markup:
    """A sentence in which what stands between backticks is code."""
    parts = enumerate(text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in parts)


def _meaning(parameter: Described) -> Markup:
    schema = parameter["schema"]
    said: str = parameter["description"]
    values = schema.get("enum") or schema.get("items", {}).get("enum")
    if values and len(values) < 30:
        said += " One of " + ", ".join(str(value) for value in values) + "."
    if "default" in schema and schema["default"] not in ([], None):
        said += f" Without it: {str(schema['default']).lower()}."
    return _marked(said)


def make() -> FastAPI:
    """An application without the pages that FastAPI adds by itself."""
    return FastAPI(
        title="roster287", version=__version__, description=ABOUT, openapi_url=None, docs_url=None, redoc_url=None,
        redirect_slashes=False, generate_unique_id_function=lambda route: route.name.rstrip("_"),
    )  # fmt: skip
