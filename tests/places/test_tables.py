"""The hand-made tables: every code exists, every row says where it is from, no name stands twice."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from shutil import copytree

from roster287.places.facts import JURISDICTIONS
from roster287.places.reference import shipped
from roster287.places.tables import FOLDER, fbi_names, known_bodies, state_agencies, version, without_state
from roster287.register.locations import rules
from roster287.vocabulary.names import fold


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _names(table: str) -> list[tuple[str, str]]:
    return [(row["state"], name) for row in _rows(table) for name in row["names"].split("|")]


def test_codes_of_state_agencies_exist_in_their_state() -> None:
    for agency in state_agencies().values():
        gazetteer = shipped().gazetteer(agency.state)
        assert gazetteer is not None, agency
        assert agency.note, agency
        assert (agency.ori9 is None) == (agency.confidence is None), agency
        assert agency.ori9 is None or agency.ori9 in gazetteer.agency, agency
        assert agency.note.startswith("FBI: ") == (agency.ori9 is not None), agency


def test_codes_of_known_bodies_exist_in_their_state() -> None:
    for body in known_bodies().values():
        gazetteer = shipped().gazetteer(body.state)
        assert gazetteer is not None, body
        assert body.jurisdiction in JURISDICTIONS
        assert set(body.counties) <= set(gazetteer.county), body
        assert body.ori9 is None or body.ori9 in gazetteer.agency, body
        assert body.reason
        if body.place_geoid:
            assert set(body.counties) & set(gazetteer.municipality[body.place_geoid].counties), body


def test_no_name_means_two_bodies() -> None:
    twice = Counter((state, without_state(state, fold(name, state))) for state, name in _names("state_agencies.csv"))
    assert len(twice) == len(state_agencies())
    known = Counter((state, fold(name, state)) for state, name in _names("known_bodies.csv"))
    assert len(known) == len(known_bodies())


def test_a_name_that_the_fbi_does_not_print_is_no_retired_one() -> None:
    rows = _rows("fbi_names.csv")
    assert len(fbi_names()) == len(rows)
    for row in rows:
        gazetteer = shipped().gazetteer(row["state"])
        assert gazetteer is not None
        assert row["name"] in {a.name.split(":")[0] for a in gazetteer.agencies}, row
        assert row["reason"], row
        assert (row["state"], without_state(row["state"], fold(row["now"], row["state"]))) not in fbi_names(), row


def test_every_state_police_the_fbi_lists_statewide_is_in_the_table() -> None:
    listed = {agency.ori9 for agency in state_agencies().values() if agency.ori9}
    for state in shipped().states:
        gazetteer = shipped().gazetteer(state)
        assert gazetteer is not None
        headquarters = [
            a.ori9 for a in gazetteer.agencies
            if a.type == "State Police" and a.ori9.endswith("0000") and not a.counties and (a.officers or 0) > 100
        ]  # fmt: skip
        assert set(headquarters) <= listed, state


def test_an_answer_by_other_hand_made_tables_is_not_kept(tmp_path: Path) -> None:
    copied = copytree(FOLDER, tmp_path / "tables")
    assert version(copied) == version()
    with (copied / "known_bodies.csv").open("a", encoding="utf-8") as lines:
        lines.write("VA,Franklin Police Department,municipal,51620,,,,high,one row more\n")
    version.cache_clear()
    assert version(copied) != version()
    assert version() in rules()
