"""An agreement that comes as another goes may be another body's: taken for one, a departure and an entry are lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.resolve.compare_names import COUNTY_BODIES
from roster287.resolve.moves import _SAID
from tests.support.lives import Lines, empty_record, list_file
from tests.support.workbooks import row

ELSE = [row("OHIO", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(10)]
PLACE = "https://www.ice.gov/doclib/"


def _one(state: str, name: str, county: str, document: str = "") -> dict[str, object]:
    cells = row(state, name, county=county, signed="2025-05-01")
    return dict(cells | {"moa_url": f"{PLACE}{document}.pdf"} if document else cells)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            _one("TEXAS", "Refugio Police Department", "Refugio County", "refugioPD"),
            _one("TEXAS", "Refugio County Sheriff's Office", "Refugio County", "refugioSO"),
        ),
        (
            _one("GEORGIA", "Monroe Police Department", "Walton County"),
            _one("GEORGIA", "Monroe County Sheriff's Office", "Monroe County"),
        ),
        (
            _one("TEXAS", "Freestone County Constable Precinct 1", "Freestone County"),
            _one("TEXAS", "Freestone County Constable Precinct 3", "Freestone County"),
        ),
        (
            _one("TEXAS", "Harris County Jail", "Harris County", "harris-jail"),
            _one("TEXAS", "Harris County Sheriff's Office", "Harris County", "harris-sheriff"),
        ),
        (
            _one("FLORIDA", "Tampa Police Department", "Hillsborough County"),
            _one("FLORIDA", "Tampa International Airport Police Department", "Hillsborough County"),
        ),
        (
            _one("GEORGIA", "DeKalb County Sheriff's Office", "DeKalb County"),
            _one("GEORGIA", "DeKalb County Police Department", "DeKalb County"),
        ),
        (
            _one("TEXAS", "Kleberg County Attorney's Office", "Kleberg County"),
            _one("TEXAS", "Kleberg County District Attorney's Office", "Kleberg County"),
        ),
        (
            _one("OKLAHOMA", "Seminole Nation Lighthorse Police", "Seminole County"),
            _one("OKLAHOMA", "Seminole Police Department", "Seminole County"),
        ),
        (
            _one("ALABAMA", "University of Alabama Police Department", ""),
            _one("ALABAMA", "University of Alabama at Birmingham Police Department", ""),
        ),
        (
            _one("TEXAS", "Spring ISD Police Department", "Harris County"),
            _one("TEXAS", "Spring Branch ISD Police Department", "Harris County"),
        ),
        (
            _one("IDAHO", "Idaho Department of Correction", ""),
            _one("IDAHO", "Idaho Department of Juvenile Corrections", ""),
        ),
        (
            _one("TEXAS", "San Antonio Police Department", "Bexar County"),
            _one("TEXAS", "San Antonio Park Police", "Bexar County"),
        ),
        (
            _one("FLORIDA", "Miami Police Department", "Miami-Dade County"),
            _one("FLORIDA", "PortMiami Police", "Miami-Dade County"),
        ),
        (
            _one("MICHIGAN", "Grand Blanc Police Department", "Genesee County"),
            _one("MICHIGAN", "Grand Blanc Township Police Department", "Genesee County"),
        ),
        (
            _one("PENNSYLVANIA", "Susquehanna Township Police Department", "Dauphin County"),
            _one("PENNSYLVANIA", "Susquehanna Regional Police Department", "Lancaster County"),
        ),
        (
            _one("TEXAS", "Houston Police Department", "Harris County"),
            _one("TEXAS", "Houston METRO Police Department", "Harris County"),
        ),
        (
            _one("ARIZONA", "Mohave County Constable Kingman Precinct", "Mohave County"),
            _one("ARIZONA", "Mohave County Constable Bullhead City Precinct", "Mohave County"),
        ),
        (
            _one("ARKANSAS", "Lake View Police Department", ""),
            _one("ARKANSAS", "Lakeview Police Department", ""),
        ),
        (
            _one("MASSACHUSETTS", "North Attleborough Police Department", ""),
            _one("MASSACHUSETTS", "Attleboro Police Department", ""),
        ),
        (
            _one("ARKANSAS", "Lonoke County Corrections", "Lonoke County"),
            _one("ARKANSAS", "Lonoke County Community Corrections", "Lonoke County"),
        ),
    ],
    ids=[
        "police and sheriff",
        "two counties",
        "two precincts",
        "two documents",
        "city and airport",
        "sheriff and county police",
        "two prosecutors",
        "tribe and city",
        "two universities",
        "two school districts",
        "two departments of a state",
        "city and park police",
        "city and its port",
        "city and township",
        "township and regional police",
        "city and transit",
        "two named precincts",
        "a space apart",
        "a side of the sky",
        "corrections and community corrections",
    ],
)
def test_what_another_body_signed_is_not_moved_to_it(
    one: dict[str, object], other: dict[str, object], tmp_path: Path
) -> None:
    files = [list_file(tmp_path, "2025-05-12", [*ELSE, one]), list_file(tmp_path, "2025-05-14", [*ELSE, other])]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        (then,) = [line for line in record.on("2025-05-12") if line["state"] != "OH"]
        told = [event["kind"] for event in record.changes()]
    assert then["agency"] == one["agency"]
    assert sorted(told) == ["no_longer_listed", "signed"]


@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        ("LOUISIANA", "Ward A Constable's Office", "Ward B Constable's Office"),
        ("TENNESSEE", "Bradley County Constable District 1A", "Bradley County Constable District 1B"),
        ("TEXAS", "Katy ISD Police Department", "Klein ISD Police Department"),
        ("TEXAS", "Spring ISD Police Department", "Spring Branch ISD Police Department"),
        ("IDAHO", "Idaho Department of Correction", "Idaho Department of Juvenile Corrections"),
    ],
)
def test_a_link_to_another_s_document_makes_no_two_numbers_or_schools_one(
    state: str, one: str, other: str, tmp_path: Path
) -> None:
    lines = [_one(state, name, "", "one-document") for name in (one, other)]
    days = ("2025-05-12", "2025-05-14")
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, day, [*ELSE, line]) for day, line in zip(days, lines, strict=True)])
        assert len([line for line in record.agencies() if line["state"] != "OH"]) == 2


def test_a_school_district_that_waits_is_not_the_city_that_signs(tmp_path: Path) -> None:
    waits: Lines = [row("TEXAS", "San Marcos CISD Police Department", county="Hays County")]
    signs = row("TEXAS", "San Marcos Police Department", county="Hays County", signed="2025-05-19")
    files = [
        list_file(tmp_path, "2025-05-12", ELSE),
        list_file(tmp_path, "2025-05-12", [row("OHIO", "Town0 Police Department")], pending=True),
        list_file(tmp_path, "2025-05-14", waits, pending=True),
        list_file(tmp_path, "2025-05-20", [*ELSE, signs]),
        list_file(tmp_path, "2025-05-20", [row("OHIO", "Town0 Police Department")], pending=True),
    ]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        agencies = [line["agency_id"] for line in record.agencies("TX")]
        (application,) = record.applications("TX")
    assert len(agencies) == 2
    assert application["outcome"] == "no_longer_pending"


def test_a_hand_over_alone_adds_no_bearing_to_a_place(tmp_path: Path) -> None:
    one, other = (_one("ARIZONA", f"{place} Police Department", "") for place in ("Jerome", "West Jerome"))
    files = [list_file(tmp_path, "2025-05-12", [*ELSE, one]), list_file(tmp_path, "2025-05-14", [*ELSE, other])]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        assert len(record.agencies("AZ")) == 2


@pytest.mark.parametrize("misprint", ["Jail", "District Attorney's Office", "Board of County Commissioners"])
def test_one_list_with_a_wrong_body_takes_no_sheriff_s_past_from_the_body_its_document_names(
    misprint: str, tmp_path: Path
) -> None:
    names = ("Okaloosa County Sheriff's Office", f"Okaloosa County {misprint}")
    one, other = (_one("FLORIDA", name, "Okaloosa County", "OkaloosaCoSheriffsOfficeFL_TFM_MOA") for name in names)
    files = [list_file(tmp_path, "2025-05-12", [*ELSE, one]), list_file(tmp_path, "2025-05-14", [*ELSE, other])]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        (then,) = [line for line in record.on("2025-05-12") if line["state"] == "FL"]
        assert then["agency"] == record.show("fl-okaloosa-county-sheriffs-office").rows[0]["agency"]["name"] == names[0]


def test_the_id_of_a_body_that_two_bodies_emptied_leads_to_where_its_last_agreement_went(tmp_path: Path) -> None:
    def held(task: str, warrant: str) -> Lines:
        models = (("Task Force Model", task), ("Warrant Service Officer", warrant))
        name, county = "Okaloosa County {}", "Okaloosa County"
        return [row("FLORIDA", name.format(body), county=county, model=m, signed="2025-05-01") for m, body in models]

    sheriff, jail, board = "Sheriff's Office", "Jail", "Board of County Commissioners"
    for day, bodies in (("12", (sheriff, sheriff)), ("14", (sheriff, board)), ("16", (jail, board))):
        list_file(tmp_path, f"2025-05-{day}", [*ELSE, *held(*bodies)])
    with empty_record(tmp_path / "home") as record:
        record.sync([tmp_path])
        assert (
            record.show("fl-okaloosa-county-sheriffs-office").rows[0]["agency"]["agency_id"]
            == "fl-okaloosa-county-jail"
        )


def test_a_list_with_a_wrong_body_and_the_next_take_back_nothing_that_was_told(tmp_path: Path) -> None:
    told: list[str] = []
    with empty_record(tmp_path / "home") as record:
        for day, body in (("12", "Sheriff's Office"), ("14", "Jail"), ("16", "Sheriff's Office")):
            name = f"Okaloosa County {body}"
            own = _one("FLORIDA", name, "Okaloosa County", "OkaloosaCoSheriffsOfficeFL_TFM_MOA")
            record.sync([list_file(tmp_path, f"2025-05-{day}", [*ELSE, own])])
            now = [event["event_id"] for event in record.changes()]
            assert now[: len(told)] == told
            told = now
        assert [event["kind"] for event in record.changes()] == ["renamed", "renamed"]


def test_no_kind_of_a_county_s_body_is_without_the_words_of_its_documents() -> None:
    assert _SAID.keys() == COUNTY_BODIES
