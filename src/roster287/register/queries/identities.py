"""Questions about identity: what was decided on two names, what waits for a person, what was corrected."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, func, select

from roster287 import curation, files
from roster287.errors import UsageError
from roster287.places.roster import shipped_roster
from roster287.read import parse
from roster287.register import derived, lookup, schema
from roster287.register.layout import row_of
from roster287.resolve.compare import Spelling, compare
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.names import fold, slug

DECISION = (
    "verdict", "state", "left", "right", "decided_by", "rule", "score", "reasons", "left_id", "right_id", "events",
)  # fmt: skip
AS_WRITTEN = "Write it as `ME: Wells Police Department`, or give an agency's id."
CORRECTION = curation.Correction._fields


def _decisions(connection: Connection, *where: ColumnElement[bool]) -> list[Line]:
    """The decisions that meet every condition, by state and names, with the number of events that rest on each."""
    e, i = schema.events, schema.identities
    counted = connection.execute(select(e.c.agency_id, func.count()).group_by(e.c.agency_id))
    events = {line[0]: int(line[1]) for line in counted}
    wanted = select(i).where(*where).order_by(i.c.state, i.c.left_fold, i.c.right_fold)
    return [
        {
            **{column: line[column] for column in DECISION if column not in ("left", "right", "reasons", "events")},
            "left": line["left_name"],
            "right": line["right_name"],
            "reasons": json.loads(line["reasons"]),
            "events": sum(events.get(agency, 0) for agency in {line["left_id"], line["right_id"]}),
        }
        for line in connection.execute(wanted).mappings()
    ]


def log(connection: Connection, verdict: str | None = "same") -> Table:
    """Every decision beyond plain folding, with its rule and reasons; all verdicts where it is "all" or None."""
    where = []
    if verdict not in (None, "all"):
        where.append(schema.identities.c.verdict == question.one_of("verdict", verdict, curation.VERDICTS))
    return table(DECISION, _decisions(connection, *where), query={"verdict": verdict})


def queue(connection: Connection) -> Table:
    """Pairs that no rule may decide and that are not one agency through others, those with most events first."""
    i = schema.identities
    lines = _decisions(connection, i.c.verdict == "unsure", i.c.left_id != i.c.right_id)
    return table(DECISION, sorted(lines, key=lambda line: -line["events"]), query={})


def explain(connection: Connection, a: str, b: str) -> Table:
    """What was decided on two names (ids, or `ST: printed name`), by which rule and why.

    Names that were never set beside each other, or that no list has printed, are compared now, by the same rules
    and with what is known of them; nothing is kept of that.
    """
    one, other = _called(connection, a), _called(connection, b)
    i = schema.identities
    left, right = sorted((one.fold, other.fold))
    pair = i.c.state == one.state, i.c.left_fold == left, i.c.right_fold == right
    found = _decisions(connection, *pair) if one.state == other.state else []
    return table(DECISION, found or [_compared(connection, one, other)], query={"a": a, "b": b})


def _called(connection: Connection, what: str) -> Spelling:
    """What is known of a name: the cells printed with it, or nothing where no list has printed it."""
    f, s, r = schema.folds, schema.subjects, schema.rows
    key = _named(what)
    state, folded = key or spelling(connection, what)
    wanted = select(r).join(s, s.c.row_id == r.c.row_id).join(f, f.c.agency_id == s.c.agency_id)
    lines = connection.execute(wanted.where(f.c.state == state, f.c.fold == folded).order_by(r.c.row_id)).mappings()
    own = [line for line in lines if fold(line["agency"], state) == folded]
    name = what.partition(":")[2] if key else own[0]["agency"] if own else printed(connection, what)[1]
    counties = sorted({county for line in own if (county := parse(row_of(tuple(line.values()))).county)})
    return replace(Spelling.of(state, name), fold=folded, counties=tuple(counties))


def _compared(connection: Connection, one: Spelling, other: Spelling) -> Line:
    """The row for two names on which nothing is recorded; names already one agency through others are the same."""
    f = schema.folds
    ids = [
        connection.execute(select(f.c.agency_id).where(f.c.state == s.state, f.c.fold == s.fold)).scalar()
        for s in (one, other)
    ]
    found = compare(one, other, shipped_roster())
    if ids[0] is not None and ids[0] == ids[1] and found.verdict != "same":
        why = ("both are this agency through another of its names: " + ids[0], *found.reasons)
        found = replace(found, verdict="same", rule="joined_through_others", reasons=why, score=1.0)
    return {
        **{name: getattr(found, name) for name in ("verdict", "rule", "score", "left", "right")},
        "state": one.state,
        "decided_by": "rule",
        "reasons": list(found.reasons),
        "left_id": ids[0],
        "right_id": ids[1],
        "events": 0,
    }


def _named(what: str) -> tuple[str, str] | None:
    """State and folded name of `ST: printed name`; None for anything else."""
    if ":" not in what:
        return None
    state, _, name = what.partition(":")
    code = question.state(state)
    folded = fold(name, code)
    if not folded:
        raise UsageError(f"“{what}” names no agency.", AS_WRITTEN)
    return code, folded


def spelling(connection: Connection, what: str) -> tuple[str, str]:
    """The state and folded name that an agency's id, one of its former ids, or `ST: printed name` names."""
    f = schema.folds
    if key := _named(what):
        if connection.execute(select(f).where(f.c.state == key[0], f.c.fold == key[1])).first() is None:
            name = what.partition(":")[2].strip()
            raise UsageError(f"ICE has never printed “{name}” in {key[0]}.", "`roster287 find TEXT` looks names up.")
        return key
    if " " in what.strip():
        raise UsageError(f"“{what}” names no state.", AS_WRITTEN)
    agency_id = lookup.agency(connection, what)
    folds = connection.execute(select(f.c.state, f.c.fold).where(f.c.agency_id == agency_id)).all()
    own = [(state, name) for state, name in folds if slug(state, name) == lookup.as_id(what)]
    state, name = own[0] if own else sorted(folds)[0]
    return str(state), str(name)


def printed(connection: Connection, what: str) -> tuple[str, str]:
    """The state and a printed name for what `spelling` understands; the folded name where none folds to just that.

    So it is with a namesake, which its county tells from the first of that name.
    """
    state, folded = spelling(connection, what)
    s, f, a = schema.spellings, schema.folds, schema.agencies
    wanted = select(s.c.name, a.c.name).join(f, f.c.agency_id == s.c.agency_id)
    wanted = wanted.join(a, a.c.agency_id == s.c.agency_id).where(f.c.state == state, f.c.fold == folded)
    names = sorted((name != now, name) for name, now in connection.execute(wanted))
    return state, next((name for _, name in names if fold(name, state) == folded), folded)


def pin(connection: Connection, target: Path) -> int:
    """Write the ids of agencies with several folded names, sorted; gives the number of lines.

    Beside it, in `agreement_ids.csv`, those of agreements printed under several dates; in `list_ids.csv`, of lists.
    """
    f = schema.folds
    lines = [tuple(line) for line in connection.execute(select(f).order_by(f.c.state, f.c.fold))]
    several = Counter(agency_id for _, _, agency_id in lines)
    kept = [line for line in lines if several[line[2]] > 1]
    _write(target, ("state", "fold", "agency_id"), kept)
    former = schema.former_ids
    dated = [
        tuple(line)
        for line in connection.execute(select(former.c.former_id, former.c.now_id).order_by(former.c.former_id))
    ]
    own = [
        line for line in dated if line[0].count("/") == 2 and line[0].rpartition("/")[0] == line[1].rpartition("/")[0]
    ]
    _write(target.with_name("agreement_ids.csv"), ("dated_id", "agreement_id"), own)
    lists = [(one.sha256, one.publication_id) for one in lookup.accepted(connection)]
    _write(target.with_name("list_ids.csv"), ("sha256", "publication_id"), lists)
    return len(kept)


def _write(target: Path, header: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> None:
    with files.beside(target) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def corrections(connection: Connection, lang: str = "en") -> Table:
    """Every fact that we count otherwise than ICE prints it, with the evidence. Each does nothing once ICE mends it.

    Those of people come first, in the order of their file, then those made by rule.

    Who decided, why and on what evidence is said in the language of `lang`.
    """
    say = speaker(lang)
    rows = [
        {**c._asdict(), **{key: say(getattr(c, key)) for key in ("who", "why", "evidence")}}
        for c in (*curation.corrections(), *derived.corrections(connection))
    ]
    return table(CORRECTION, rows, query={})
