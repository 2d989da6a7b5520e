"""An answer over HTTP that differed from the library's would make two records of one."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from roster287.cli.context import Format
from roster287.cli.output import machine
from roster287.errors import UsageError
from roster287.record import Record
from roster287.record import open as open_record
from roster287.table import Line, Table
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.models import MODELS
from tests.support.sweeps import sweep

QUERIES = 1000
PARTS = 8
Asked = dict[str, Any]
STATES = ("FL", "TX", "ME", "ga", "Maine", "PR", "IL", "WY", "north carolina", "TN")
DAYS = ("2018-06-01", "2025-02-21", "2025-04-03", "2025-04-04", "2025-08-15", "2026-01-09", "2026-02-27", "2027-01-01")
PLACES = ("Wells, ME", "04090", "York County, ME", "Miami-Dade County, FL", "Springfield", "Nowhere, ME", "33101")
HEAVY = ("on", "counts", "brief", "where", "search")


class World:
    """What can be asked about, drawn from the record itself."""

    def __init__(self, record: Record, chance: random.Random) -> None:
        self.record = record
        self.chance = chance
        self.agencies = [row["agency_id"] for row in record.agencies()] + ["xx-no-such-agency"]
        self.agreements = [row["agreement_id"] for row in record.agreements()]
        self.events = [row["event_id"] for row in record.changes()]
        self.lists = [row["publication_id"] for row in record.lists()] + ["participating-2031-01-01"]
        self.names = [row["name"] for row in record.agencies()]

    def some(self, **choices: Any) -> Asked:
        """A few of these parameters."""
        kept = [name for name in choices if self.chance.random() < 0.4]
        return {name: self.chance.choice(choices[name]) for name in kept}

    def question(self, lang: str) -> tuple[str, Asked, Callable[[Record], Table]]:
        """An address, its parameters, and the same question to the library."""
        light = (
            "publications",
            "issues",
            "agencies",
            "agreements",
            "applications",
            "events",
            "law",
            "models",
            "agency",
            "show",
        )
        name = self.chance.choice(light * 3 + HEAVY + ("evidence",))
        pick = self.chance.choice
        if name == "publications":
            asked = self.some(kind=("participating", "pending"), status=("accepted", "set_aside"))
            return "publications", asked, lambda r: r.lists(**asked)
        if name == "issues":
            listed = pick(self.lists)
            asked = self.some(severity=("note", "doubt", "fatal"))
            return f"publications/{listed}/issues", asked, lambda r: r.issues(listed, **asked)
        if name == "agencies":
            asked = self.some(state=STATES, status=("active", "no_longer_listed", "pending", "no_longer_pending"))
            return name, asked, lambda r: r.agencies(**asked)
        if name == "agreements":
            status = ("active", "superseded", "no_longer_listed")
            asked = self.some(state=STATES, model=tuple(MODELS), status=status, agency=self.agencies)
            return name, asked, lambda r: r.agreements(**asked)
        if name == "applications":
            outcome = ("signed", "pending", "no_longer_pending")
            asked = self.some(state=STATES, model=tuple(MODELS), outcome=outcome, agency=self.agencies)
            return name, asked, lambda r: r.applications(**asked)
        if name == "events":
            kinds = [list(self.chance.sample(KINDS, n)) for n in (1, 3, 8)]
            asked = self.some(
                since=DAYS, until=DAYS, state=STATES, model=tuple(MODELS), kind=kinds, cause=CAUSES,
                agency=self.agencies,
            )  # fmt: skip
            return name, asked, lambda r: r.changes(**asked)
        if name == "law":
            asked = self.some(state=STATES, on=DAYS)
            return name, asked, lambda r: r.law(**asked)
        if name == "models":
            asked = self.some(model=tuple(MODELS))
            return name, asked, lambda r: r.models(**asked)
        if name == "on":
            asked = self.some(state=STATES, model=tuple(MODELS), pending=(True, False), agency=self.agencies)
            asked["date"] = pick(DAYS)
            return name, asked, lambda r: r.on(**asked)
        if name == "counts":
            asked = self.some(on=DAYS, by=("state", "model", "type", "county"), pending=(True, False))
            return name, asked, lambda r: r.count(**asked)
        if name == "brief":
            asked = {"state": pick(STATES), **self.some(on=DAYS, since=DAYS)}
            return name, asked, lambda r: r.brief(**asked)
        if name == "where":
            asked = {"place": pick(PLACES), **self.some(on=DAYS)}
            return name, asked, lambda r: r.where(**asked)
        if name == "search":
            words = pick(self.names).split()
            asked = {"text": " ".join(words[: pick((1, 2, 3))])}
            return name, asked, lambda r: _found(r, asked["text"])
        if name == "evidence":
            subject = pick(self.agreements)
            asked = self.some(on=DAYS)
            return f"agreements/{subject}/evidence", asked, lambda r: r.evidence(subject, **asked)
        subject = pick(self.agencies if name == "agency" else self.agreements)
        kind = "agencies" if name == "agency" else "agreements"
        return f"{kind}/{subject}", {}, lambda r: r.show(subject)


def _answered(question: Callable[[Record], Table], record: Record) -> Table | UsageError:
    try:
        return question(record)
    except UsageError as error:
        return error


def _found(record: Record, text: str) -> Table:
    found = record.find(text, 10**6)
    query = {key: value for key, value in found.query.items() if key != "limit"}
    return Table(found.columns, found.rows, query, found.as_of, found.publication)


def _pages(api: httpx.Client, address: str, params: Asked, limit: int | None) -> tuple[httpx.Response, list[Line]]:
    """The last page and the rows of all of them."""
    sent = {**params, "limit": limit} if limit else params
    rows: list[Line] = []
    while True:
        answer = api.get(f"/api/v1/{address}", params=sent)
        if answer.status_code != 200:
            return answer, []
        said = answer.json()
        rows += said["rows"]
        assert limit is None or len(said["rows"]) <= limit
        if said["next_cursor"] is None:
            return answer, rows
        assert len(said["rows"]) == limit
        assert answer.headers["link"] == f'<?{_next_query(answer, said["next_cursor"])}>; rel="next"'
        sent = {**sent, "cursor": said["next_cursor"]}


def _next_query(answer: httpx.Response, cursor: str) -> str:
    kept = [(name, value) for name, value in answer.url.params.multi_items() if name != "cursor"]
    return str(httpx.QueryParams([*kept, ("cursor", cursor)]))


@pytest.mark.parametrize("part", sweep(PARTS))
def test_the_api_and_the_library_give_the_same_answers(api: httpx.Client, shipped_home: Path, part: int) -> None:
    chance = random.Random(part)
    records = {lang: open_record(shipped_home, lang=lang) for lang in ("en", "es")}
    world = World(records["en"], chance)
    refused = paged = 0
    for _ in range(QUERIES // PARTS):
        lang = chance.choice(("en", "en", "es"))
        address, asked, question = world.question(lang)
        params = {**asked, **({"lang": lang} if lang == "es" else {})}
        params = {name: str(value).lower() if isinstance(value, bool) else value for name, value in params.items()}
        about = f"{address} {params}"
        expected = _answered(question, records[lang])
        if isinstance(expected, UsageError):
            answer = api.get(f"/api/v1/{address}", params=params)
            if address == "events" and params.get("since", "") > params.get("until", "9"):
                # what a person is told of, a program's description of the API allows: it asks for no event
                assert (answer.status_code, answer.json()["rows"]) == (200, []), about
                continue
            assert answer.status_code == 404, about
            assert answer.json()["detail"] == expected.message, about
            refused += 1
            continue
        single = "/" in address and not address.endswith("/issues")
        limit = None if single else max(1, min(1000, len(expected) // chance.choice((1, 2, 5)) + chance.choice((0, 1))))
        answer, rows = _pages(api, address, params, limit)
        assert answer.status_code == 200, f"{about}: {answer.text}"
        said = answer.json()
        plain = json.loads(machine(expected, Format.json))
        assert rows == plain["rows"], about
        assert {key: said[key] for key in ("as_of", "publication", "count")} == {
            key: plain[key] for key in ("as_of", "publication", "count")
        }, about
        assert said["query"] == plain["query"], about
        paged += bool(limit and limit < len(rows))
        first = {} if single else {"limit": 1000}
        if len(expected) <= 1000:
            how = chance.choice((Format.csv, Format.ndjson))
            text = api.get(f"/api/v1/{address}", params=params | first | {"format": how.value}).text
            assert text == machine(expected, how), about
    assert refused or part, "the first part has refusals; another may have none"
    assert paged >= 25
    for record in records.values():
        record.close()


def test_an_answer_is_what_the_command_prints(api: httpx.Client, shipped: Record) -> None:
    said = api.get("/api/v1/agencies", params={"state": "ME", "limit": 1000}).json()
    assert said.pop("next_cursor") is None
    assert json.dumps(said, indent=2, ensure_ascii=False) + "\n" == machine(shipped.agencies(state="ME"), Format.json)


def test_events_after_one_are_exactly_those_behind_it(api: httpx.Client, shipped: Record) -> None:
    events = shipped.changes().rows
    for at in (0, 1, len(events) // 2, len(events) - 2, len(events) - 1):
        asked = {"after": events[at]["event_id"], "limit": 1000}
        _, rows = _pages(api, "events", asked, 1000)
        assert rows == list(events[at + 1 :])
    only = [e for e in events[len(events) // 2 + 1 :] if e["state"] == "FL" and e["kind"] == "signed"]
    asked = {"after": events[len(events) // 2]["event_id"], "state": "FL", "kind": "signed"}
    assert _pages(api, "events", asked, 1000)[1] == only
    assert api.get("/api/v1/events", params={"after": "no/such/event"}).status_code == 404


def test_a_publication_is_found_by_id_hash_or_day(api: httpx.Client, shipped: Record) -> None:
    (wanted,) = [p for p in shipped.lists("participating") if p["publication_id"] == "participating-2025-04-03"]
    for name in (wanted["publication_id"], wanted["sha256"], wanted["sha256"][:12], "2025-04-03"):
        assert api.get(f"/api/v1/publications/{name}").json()["rows"] == [wanted]
    assert api.get("/api/v1/publications/participating-1999-01-01").status_code == 404


def test_an_id_that_was_once_published_keeps_leading_on(api: httpx.Client, shipped: Record, shipped_home: Path) -> None:
    from sqlalchemy import select

    from roster287.register import schema
    from roster287.register.database import Database
    from roster287.settings import Home

    database = Database(Home(shipped_home).database_url)
    with database.read() as connection:
        pairs = [
            tuple(line)
            for line in connection.execute(select(schema.former_ids.c.former_id, schema.former_ids.c.now_id))
        ]
    database.close()
    assert pairs
    for former, now in pairs[:40]:
        kind = "agreements" if "/" in former else "agencies"
        old, new = (api.get(f"/api/v1/{kind}/{name}") for name in (former, now))
        assert old.status_code == new.status_code == 200, former
        assert old.json()["rows"] == new.json()["rows"]
        assert old.json()["query"] == {"id": former}


def test_status_says_what_the_command_says_but_not_where_the_home_is(
    api: httpx.Client, shipped: Record, shipped_home: Path
) -> None:
    answer = api.get("/api/v1/status")
    (row,) = answer.json()["rows"]
    own = shipped.status().rows[0]
    asleep = ("last_looked", "last_succeeded", "last_changed", "failures")
    assert {k: v for k, v in row.items() if k not in asleep} == {
        key: value for key, value in own.items() if key not in (*asleep, "home", "last_error")
    }
    assert str(shipped_home) not in answer.text


def test_csv_is_read_back_as_it_was(api: httpx.Client, shipped: Record) -> None:
    text = api.get("/api/v1/agreements", params={"state": "FL", "format": "csv", "limit": 1000}).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["agreement_id"] for line in lines] == [row["agreement_id"] for row in shipped.agreements(state="FL")]
