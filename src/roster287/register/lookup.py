"""Finding what a person names in the record: a publication, an agency, an agreement; and what state it is in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, literal, or_, select

from roster287 import __version__
from roster287.errors import UsageError
from roster287.model import PARTICIPATING, SetAside
from roster287.register import schema
from roster287.table import Line
from roster287.vocabulary import question

SET_ASIDE = re.compile(r"(.+)-([0-9a-f]{8})")
"""The id of a list that is set aside: that which it will have, at least in its beginning, and that of its hash."""
_HASH = re.compile(r"[0-9a-f]{8,64}")
MOST = 6
"""How many ids an error names."""
SLIPS = 2
"""By how many slips of the pen an id that is named may differ from one that is typed."""


def version(connection: Connection) -> str:
    """What tells one state of the record from another, in 16 characters: a hash of all that it is a function of."""
    p, f, m = schema.publications, schema.files, schema.meta
    of_lists = select(  # an id has the kind and the day
        p.c.publication_id, p.c.file_name, p.c.sha256, p.c.status, p.c.first_captured, p.c.last_captured
    ).order_by(p.c.position)  # fmt: skip
    kept = select(f.c.origin, func.count()).group_by(f.c.origin).order_by(f.c.origin)
    found = [tuple(line) for wanted in (of_lists, kept) for line in connection.execute(wanted)]
    rests_on = connection.execute(select(m.c.value).where(m.c.key == "basis")).scalar()
    return hashlib.sha256(json.dumps([__version__, rests_on, found]).encode()).hexdigest()[:16]


def in_force(connection: Connection, on: str, kind: str = PARTICIPATING) -> Line | None:
    """The last accepted publication of this kind dated that day or before."""
    p = schema.publications
    wanted = (
        select(p)
        .where(p.c.kind == kind, p.c.status == "accepted", p.c.date <= on)
        .order_by(p.c.position.desc())
        .limit(1)
    )
    line = connection.execute(wanted).mappings().first()
    return dict(line) if line else None


def newest(connection: Connection, kind: str = PARTICIPATING) -> Line | None:
    """The last accepted publication of this kind."""
    return in_force(connection, "9999", kind)


def publication(connection: Connection, what: str, kind: str = PARTICIPATING) -> Line:
    """The publication with this id, or this hash or its beginning, or in force on this day.

    While a list is set aside its id ends in the beginning of its hash, which still leads to it once it is accepted; and
    so does the id it had before a person set it aside.
    """
    p, named, what = schema.publications, what, as_id(what)
    line = connection.execute(select(p).where(p.c.publication_id == what)).mappings().first()
    if line is None:  # the id that it had before a person set it aside
        its_hash = func.substr(p.c.sha256, 1, 8)
        had = select(p).where(p.c.status == "set_aside", p.c.publication_id == literal(f"{what}-") + its_hash)
        line = connection.execute(had).mappings().first()
    if line is None and (aside := SET_ASIDE.fullmatch(what)):
        accepted_since = p.c.publication_id.startswith(aside[1], autoescape=True), p.c.sha256.startswith(aside[2])
        line = connection.execute(select(p).where(*accepted_since)).mappings().first()
    if line is None and _HASH.fullmatch(what):
        found = connection.execute(select(p).where(p.c.sha256.startswith(what))).mappings().all()
        if len(found) > 1:
            raise UsageError(
                f"The hashes of {len(found)} publications begin with “{what}”.", "Give more of its letters."
            )
        line = found[0] if found else None
    if line is None and re.fullmatch(r"\d{4}-\d\d-\d\d", what):
        listed = in_force(connection, question.day(what), kind)
        if listed is None:
            raise UsageError(f"No {kind} list of {what} or before is in the record.", "`roster287 lists` shows them.")
        return listed
    if line is None:
        raise UsageError(f"No publication “{named}”.", "`roster287 lists` shows their ids; a day works too.")
    return dict(line)


def of_bytes(connection: Connection, sha256: str) -> Line | None:
    """The publication with these bytes; None when it is not on record."""
    p = schema.publications
    line = connection.execute(select(p).where(p.c.sha256 == sha256)).mappings().first()
    return dict(line) if line else None


class Accepted(NamedTuple):
    """An accepted publication."""

    sha256: str
    publication_id: str
    kind: str
    position: str
    date: str


def accepted(connection: Connection) -> list[Accepted]:
    """The accepted publications in their order."""
    p = schema.publications.c
    wanted = select(p.sha256, p.publication_id, p.kind, p.position, p.date).where(p.status == "accepted")
    return [Accepted(*line) for line in connection.execute(wanted.order_by(p.position))]


def set_aside(connection: Connection) -> dict[str, SetAside]:
    """The lists that are set aside, by their hashes, in their order."""
    p = schema.publications.c
    wanted = select(p.sha256, p.publication_id, p.file_name, p.reason, p.kind, p.date).where(p.status == "set_aside")
    return {line[0]: SetAside(*line[1:]) for line in connection.execute(wanted.order_by(p.position))}


def refused(connection: Connection) -> frozenset[str]:
    """The hashes of the lists that a person set aside."""
    d = schema.decisions.c
    return frozenset(connection.execute(select(d.sha256).where(d.verdict == "set_aside")).scalars())


def former_ids(connection: Connection) -> dict[str, str]:
    """Every id that was published and is no longer used, in order, with the one that it leads to.

    An id of one state may be in use although an agency of another was once printed there, and then leads nowhere else.
    """
    former = schema.former_ids.c
    used = [select(column).where(column == former.former_id).exists() for column in _USED]
    wanted = select(former.former_id, former.now_id).where(~or_(*used))
    return dict(sorted((line[0], line[1]) for line in connection.execute(wanted)))


_USED = (schema.agencies.c.agency_id, schema.agreements.c.agreement_id)


def agency(connection: Connection, agency_id: str) -> str:
    """The id of the agency that this id, or one it once had, names; capitals and spaces around it do not count.

    Raises `UsageError` for an unknown one; its hint has the ids of the agencies of that name, where it is one, or those
    that are spelled nearly so.
    """
    found = _agencies(connection, [as_id(agency_id)])
    if found:
        return found[0]
    known = connection.execute(select(schema.agencies.c.agency_id)).scalars().all()
    named = _agencies(connection, ids_of_name(agency_id))
    raise no_agency(agency_id, named, known, "`roster287 find TEXT` looks agencies up by name.")


def _agencies(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Those of the ids that agencies have, and the ids that the agencies which once had one of the others have now."""
    a, former = schema.agencies, schema.former_ids
    now = set(connection.execute(select(a.c.agency_id).where(a.c.agency_id.in_(ids))).scalars())
    others = [agency_id for agency_id in ids if agency_id not in now]
    then = connection.execute(select(former.c.now_id).where(former.c.former_id.in_(others))).scalars()
    return sorted(now.union(then))


def as_id(text: str) -> str:
    """What is typed as an id: ids are of small letters and have no spaces around them."""
    return text.strip().lower()


def ids_of_name(text: str) -> list[str]:
    """The ids that an agency of this name would have, one for each state."""
    from roster287.vocabulary.names import fold, slug
    from roster287.vocabulary.states import STATES

    return [slug(code, text) for code in STATES] if fold(text, None) else []


def no_agency(named: str, ids: Sequence[str], known: Collection[str], otherwise: str) -> UsageError:
    """The error for an id that no agency has.

    Its hint has the `ids` of agencies of that name; without any, those `known` that are spelled nearly so, and what to
    do `otherwise`.
    """
    if not ids:
        near = _near(as_id(named), known)
        return UsageError(f"No agency “{named}”.", f"Is it {' or '.join(near)}? {otherwise}" if near else otherwise)
    return UsageError(f"No agency “{named}”: that is a name.", f"Ask by its id: {_some(ids)}")


def _near(named: str, known: Collection[str]) -> list[str]:
    from rapidfuzz import process  # slow to import, and few ids are misspelt
    from rapidfuzz.distance import OSA

    return [
        one for one, _, _ in process.extract(named, list(known), scorer=OSA.distance, score_cutoff=SLIPS, limit=MOST)
    ]


def agreement(connection: Connection, agreement_id: str) -> str:
    """The id of the agreement that this id, or one it once had, names.

    Raises `UsageError` for an unknown one; its hint has the ids of the agency's agreements, where it begins with an
    agency's id.
    """
    table, agreement_id = schema.agreements, as_id(agreement_id)
    if connection.execute(select(table.c.agreement_id).where(table.c.agreement_id == agreement_id)).scalar():
        return agreement_id
    former = schema.former_ids
    found = connection.execute(select(former.c.now_id).where(former.c.former_id == agreement_id)).scalar()
    if found is None:
        whose = _agencies(connection, [agreement_id.split("/")[0]])
        own = connection.execute(select(table.c.agreement_id).where(table.c.agency_id.in_(whose))).scalars().all()
        raise UsageError(
            f"No agreement “{agreement_id}”.",
            f"Those of the agency: {_some(sorted(own))}"
            if own
            else "An id is AGENCY/MODEL/SIGNED; `roster287 agreements` and `roster287 show AGENCY` list them.",
        )
    return str(found)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:MOST]) + (f" and {len(ids) - MOST} more" if len(ids) > MOST else "")
