"""The shipped reference: whole, small, lazy, and just what the source says."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from roster287.cli.reference import group
from roster287.errors import StoreError, UsageError
from roster287.places.building import FILES, build
from roster287.places.facts import AgencyFacts
from roster287.places.packing import Table, pack
from roster287.places.policing.zips import all_of_them
from roster287.places.records import COLUMNS
from roster287.places.reference import SHIPPED, Reference, shipped
from roster287.places.resolve import locate
from roster287.places.roster import FILE_NAME
from roster287.vocabulary.states import STATES

if TYPE_CHECKING:
    from pathlib import Path


def content(table: Table) -> str:
    """The hash of what a table holds, as `packing` says."""
    blocks = ("\x1f".join(map("\n".join, table.columns(state))) for state in table.states)
    return hashlib.sha256("".join(blocks).encode()).hexdigest()


cells = st.text(st.characters(exclude_characters="\n\x1f", codec="utf-8"), max_size=12)


@given(
    st.dictionaries(
        st.sampled_from(["AL", "GU", "WY"]), st.lists(st.tuples(cells, cells), min_size=1, max_size=8), max_size=3
    )
)
def test_what_is_packed_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[str, list[tuple[str, str]]]
) -> None:
    path = tmp_path_factory.mktemp("packed") / "t.table"
    path.write_bytes(pack("t", ("a", "b"), rows, "source", "vintage"))
    table = Table(path)
    assert table.states == tuple(sorted(rows))
    assert table.meta.rows == sum(map(len, rows.values()))
    for state, expected in rows.items():
        assert list(zip(*table.columns(state), strict=True)) == expected
    assert table.columns("XX") == [[], []]
    assert content(table) == table.meta.sha256


def test_a_separator_in_a_value_is_refused_and_not_packed_wrongly() -> None:
    with pytest.raises(ValueError, match="separator"):
        pack("t", ("a",), {"AL": [("one\ntwo",)]}, "", "")
    with pytest.raises(ValueError, match="1 values"):
        pack("t", ("a",), {"AL": [("one", "two")]}, "", "")


def test_a_damaged_table_is_an_error_with_a_hint(tmp_path: Path) -> None:
    for name in COLUMNS:
        (tmp_path / f"{name}.table").write_bytes((SHIPPED / f"{name}.table").read_bytes()[:-40])
    with pytest.raises(StoreError, match="damaged") as damaged:
        _ = [Reference(tmp_path).gazetteer("WY").agencies]  # type: ignore[union-attr]
    assert damaged.value.hint
    (tmp_path / "states.table").write_bytes(b"no table\n")
    with pytest.raises(StoreError, match="no reference table"):
        _ = Reference(tmp_path).states
    with pytest.raises(StoreError, match="cannot be read"):
        _ = Reference(tmp_path / "nowhere").states


def test_every_shipped_table_is_intact_and_says_its_source_and_vintage() -> None:
    for name in COLUMNS:
        table = shipped().table(name)
        assert content(table) == table.meta.sha256, name
        assert table.meta.source, name
        assert table.meta.vintage, name
        assert table.meta.columns == COLUMNS[name]


def test_every_county_that_a_place_or_a_body_names_is_of_its_state() -> None:
    assert {*STATES} == {*shipped().states}
    for state in STATES:
        gazetteer = shipped().of(state)
        assert all(gazetteer.county.keys() >= {*m.counties} != set() for m in gazetteer.municipalities), state
        assert all(gazetteer.county.keys() >= {*a.counties} for a in gazetteer.agencies), state


def test_every_county_that_a_zip_code_names_is_there() -> None:
    counties = {county.fips for state in STATES for county in shipped().counties_of(state)}
    assert all(counties >= {*code.counties} for code in all_of_them())


def test_the_reference_is_small_and_holds_no_csv() -> None:
    files = [f for f in SHIPPED.iterdir() if f.is_file()]
    assert {f"{name}.table" for name in COLUMNS} <= {f.name for f in files}
    assert not [f.name for f in files if f.suffix == ".csv"]
    assert sum(f.stat().st_size for f in files) < 3_000_000


def test_importing_reads_nothing() -> None:
    code = (
        "import builtins, pathlib\n"
        "read = pathlib.Path.read_bytes\n"
        "def loud(self): raise SystemExit(f'{self} read at import')\n"
        "pathlib.Path.read_bytes = loud\n"
        "import roster287.places.resolve, roster287.places.coverage, roster287.places.search\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_one_state_is_loaded_without_the_others() -> None:
    reference = Reference()
    gazetteer = reference.gazetteer("DE")
    assert gazetteer is not None
    assert gazetteer.municipalities
    assert list(reference._gazetteers) == ["DE"]


def test_codes_are_text_of_the_right_length_and_points_are_in_the_world() -> None:
    for code, state in shipped().states.items():
        gazetteer = shipped().gazetteer(code)
        assert gazetteer is not None
        assert len(state.fips) == 2
        for county in gazetteer.counties:
            assert county.fips.startswith(state.fips)
            assert len(county.fips) == 5
        for town in gazetteer.municipalities:
            assert town.geoid.startswith(state.fips)
            assert len(town.geoid) in {7, 10}
            assert set(town.counties) <= set(gazetteer.county), town
        for agency in gazetteer.agencies:
            assert len(agency.ori9) == 9
            assert agency.place is None or agency.place in gazetteer.municipality, agency
            if agency.point:
                assert -90 <= agency.point[0] <= 90
                assert -180 <= agency.point[1] <= 180
    assert {c.fips[:2] for c in shipped().counties_of("GU")} == {"66"}
    assert {c.fips[:2] for c in shipped().counties_of("AS")} == {"60"}
    assert shipped().states["VI"].fips == "78"


def test_nobody_is_told_to_have_no_officers_where_the_fbi_has_no_report() -> None:
    unreported = {"WV": "WVWSP0000", "KY": "KY0630000", "NV": "NV0120000"}
    for state, ori9 in unreported.items():
        gazetteer = shipped().gazetteer(state)
        assert gazetteer is not None
        assert gazetteer.agency[ori9].officers is None, ori9
    location = locate(AgencyFacts("KY", ("Laurel County Sheriff's Office",)))
    assert (location.officers.value, location.officers.year) == (None, None)
    assert "no count of officers" in location.officers.reason


def test_who_has_only_civilians_has_no_officers(source: Path) -> None:
    with (source / FILES["fbi"][0]).open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["officers"] == "0" and r["civilians"] not in ("", "0")]
    assert rows
    for row in rows:
        gazetteer = shipped().gazetteer(row["state"])
        assert gazetteer is None or gazetteer.agency[row["ori9"]].officers == 0, row["ori9"]


def test_a_state_that_does_not_exist_has_no_gazetteer() -> None:
    assert shipped().gazetteer("XX") is None


def test_the_version_is_of_the_content() -> None:
    assert shipped().version == Reference().version
    assert shipped().version.count("-") == len(COLUMNS) - 1


def test_building_again_gives_the_shipped_content_and_reports_what_the_source_says_wrongly(
    source: Path, tmp_path: Path
) -> None:
    built, again = tmp_path / "built", tmp_path / "again"
    notes = "\n".join(build(source, built).notes)
    assert "VI printed with FIPS code 74" in notes
    assert "5 rows printed under GU carry codes of AS" in notes
    for name in COLUMNS:
        assert Table(built / f"{name}.table").meta == shipped().table(name).meta, "build the reference again"
    names = (zlib.decompress((folder / FILE_NAME).read_bytes()) for folder in (built, SHIPPED))
    assert len(set(names)) == 1, "build the reference again"
    assert CliRunner().invoke(group, ["build", str(source), "--target", str(again)]).exit_code == 0
    for name in COLUMNS:
        assert (again / f"{name}.table").read_bytes() == (built / f"{name}.table").read_bytes()


def test_a_source_without_a_file_or_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"states\.csv"):
        build(tmp_path, tmp_path / "out")
    for name, _ in FILES.values():
        (tmp_path / name).write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="column"):
        build(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_ocd_id_of_the_source_comes_back(source: Path) -> None:
    with (source / "ocd_divisions.csv").open(encoding="utf-8", newline="") as lines:
        ids = {row["geoid"]: row["ocd_id"] for row in csv.DictReader(lines)}
    found: dict[str, str | None] = {}
    for code in shipped().states:
        gazetteer = shipped().gazetteer(code)
        assert gazetteer is not None
        found |= {county.fips: county.ocd_id for county in gazetteer.counties}
        found |= {town.geoid: town.ocd_id for town in gazetteer.municipalities}
    common = ids.keys() & found.keys()
    assert len(common) > 38_000
    assert {geoid: found[geoid] for geoid in common} == {geoid: ids[geoid] for geoid in common}
