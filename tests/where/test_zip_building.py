"""A ZIP code that loses a county leaves out the bodies that police its people there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roster287.places.packing import Table
from roster287.places.policing.zip_building import build

COUNTIES = {
    "ME": {
        "counties": {"York County": {"zip_codes": ["04090", "03901"]}, "Cumberland County": {"zip_codes": ["04090"]}}
    },
    "NH": {"counties": {"Strafford County": {"zip_codes": ["03901"]}}},
    "AK": {"counties": {"Valdez-Cordova Census Area": {"zip_codes": ["99686"]}}},
    "CT": {"counties": {"Fairfield County": {"zip_codes": ["06612"]}}},
    "ZZ": {"counties": {"Nowhere County": {"zip_codes": ["00001"]}}},
}
OFFICES = [
    ("04090", "Wells", "ME", "York", "031", "43.3167", "-70.5833"),
    ("06612", "Easton", "CT", "Fairfield", "001", "41.2529", "-73.2982"),
    ("06999", "No Such Town", "CT", "Fairfield", "001", "41.2529", "-73.2982"),
    ("09001", "Somewhere abroad", "AE", "", "", "1.0", "1.0"),
]


def _packages(folder: Path, counties: dict[str, object]) -> tuple[Path, Path]:
    zcta, geonames = folder / "zcta", folder / "geonames"
    zcta.mkdir()
    (geonames / "data").mkdir(parents=True)
    (zcta / "state_county_zip.json").write_text(json.dumps(counties), encoding="utf-8")
    lines = [
        "\t".join(["US", code, city, "", state, county, number, "", "", lat, lon, "4"])
        for code, city, state, county, number, lat, lon in OFFICES
    ]
    (geonames / "data" / "US.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return zcta, geonames


def test_each_county_that_a_code_reaches_into_is_told_the_post_office_s_own_first(tmp_path: Path) -> None:
    packages = _packages(tmp_path, {**COUNTIES})
    data = build(*packages)
    assert build(*packages) == data, "the same packages give the same bytes"
    (tmp_path / "zips.table").write_bytes(data)
    table = Table(tmp_path / "zips.table")
    rows = {row[0]: row[1:] for at in table.states for row in zip(*table.columns(at), strict=True)}
    assert rows["04090"] == ("Wells", "ME", "23031;23005", "43317", "-70583")
    assert rows["03901"] == ("", "ME", "23031;33017", "", ""), "two states, and no post office of its own"
    assert rows["99686"] == ("", "AK", "02063;02066", "", ""), "what became of a county of 2010"
    assert rows["06612"][2] == "09120", "a planning region, by its town"
    assert rows["06999"][2] == "09120", "and by the nearest town where no town has the post office's name"
    assert set(rows) == {"04090", "03901", "99686", "06612", "06999"}


def test_a_county_that_nobody_knows_stops_the_building(tmp_path: Path) -> None:
    packages = _packages(tmp_path, {"ME": {"counties": {"Atlantis County": {"zip_codes": ["04000"]}}}})
    with pytest.raises(ValueError, match="Atlantis County, ME: no such county"):
        build(*packages)
