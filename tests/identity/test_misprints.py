"""A misprint, a cut or a division beside the name of a body would take one agency off the list and put another on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from roster287 import curation
from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.states import STATES
from tests.identity.histories import JAIL, WARRANT, county_row, history, sheriff, told, url
from tests.support.workbooks import row


def kinds(folder: Path, before: str, after: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    cells = {"county": "Bay County", "signed": "2025-05-12", "moa": "https://www.ice.gov/doclib/bay.pdf"}
    lists = [(day, [row("FLORIDA", name, **cells)]) for day, name in (("2025-05-13", before), ("2025-05-20", after))]
    with history(folder, lists) as record:
        return [line.split()[1] for line in told(record, "FL")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Callaway Police Department", "Callaway Ploice Department"),
        ("Callaway Police Department", "Callaway Police Departmnent"),
        ("Callaway Police Department", "Callaway Police Depar"),
        ("Bay County Sheriff's Office", "Bay County Shreiff's Office"),
        ("Bay County Sheriff's Office", "Bay County Sheriff's Office - Corrections Division"),
        ("Bay County Sheriff's Office", "Bay County Sheriff's Office, Corrections Bureau"),
        ("Bay County Board of County Commissioners", "Board of County Commissioners, Bay County"),
        ("Callaway Department of Public Safety", "Callaway Department of Public Safey"),
        ("Florida Department of Law Enforcement", "Florida Department of Law Enforcment"),
        ("Florida Department of Corrections", "Florida Department of Corections"),
        ("Florida Highway Patrol", "Flordia Highway Patrol"),
        ("University of North Florida Police Department", "Unversity of North Florida Police Department"),
        ("State Attorney Sixth Judicial Circuit", "State Attoorney Sixth Judicial Circuit"),
    ],
)
def test_an_agency_is_renamed_and_does_not_leave(tmp_path: Path, before: str, after: str) -> None:
    assert kinds(tmp_path / "there", before, after) == ["signed", "renamed"]
    assert kinds(tmp_path / "back", after, before) == ["signed", "renamed"]


@pytest.mark.parametrize("after", ["Bay CountySheriff's Office", "Bay County Sheriff'sOffice"])
def test_a_missing_space_is_no_other_name(tmp_path: Path, after: str) -> None:
    assert kinds(tmp_path, "Bay County Sheriff's Office", after) == ["signed"]


def test_two_precincts_with_roman_numbers_stay_two(tmp_path: Path) -> None:
    pair = [
        row("TEXAS", f"Harris County Constable Precinct {number}", county="Harris County", signed="2025-05-12")
        for number in ("I", "II", "III", "IV")
    ]
    with history(tmp_path, [("2025-05-13", pair)]) as record:
        assert len(record.agencies(state="TX")) == 4


def test_a_date_that_cannot_be_read_is_no_other_date(tmp_path: Path) -> None:
    lists = [
        (day, [sheriff(signed)])
        for day, signed in (("2025-05-13", "2025-05-12"), ("2025-05-20", "see addendum"), ("2025-05-27", "2025-05-12"))
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)] == ["signed"]


def test_a_second_signing_of_a_model_is_no_further_model(tmp_path: Path) -> None:
    first, jail = sheriff(moa_url=url("first")), sheriff(model=JAIL, moa_url=url("jail"))
    second = sheriff("2025-05-19", moa_url=url("second"))
    with history(tmp_path, [("2025-05-13", [first, jail]), ("2025-05-20", [first, jail, second])]) as record:
        assert "model_added" not in {line.split()[1] for line in told(record) if line.startswith("05-20")}


def test_two_models_under_a_name_and_its_misprint_are_one_agency(tmp_path: Path) -> None:
    cells = {"county": "", "signed": "2025-05-12", "moa": "link pending"}
    pair = [
        row("FLORIDA", "Okaloosa County Sheriff's Office", **cells),
        row("FLORIDA", "Okalossa County Sheriff's Office", model=JAIL, **cells),
    ]
    with history(tmp_path, [("2025-05-13", pair), ("2025-05-20", pair), ("2025-05-27", pair)]) as record:
        (agency,) = record.agencies(state="FL")
        assert set(agency["models"]) == {"task_force", "jail_enforcement"}


def test_a_respelling_does_not_undo_what_a_hand_over_had_shown(tmp_path: Path) -> None:
    """`Freedom` gave way to `Freeborn` long before the sheriff's office was first printed as a department."""
    bodies = ["Freedom County Sheriff's Office", *["Freeborn County Sheriff's Office"] * 5]
    bodies.append("Freeborn County Sheriff's Department")
    lists = [
        (f"2025-05-1{n + 2}", [county_row("MINNESOTA", body, "", WARRANT, "2025-05-09")])
        for n, body in enumerate(bodies)
    ]
    with history(tmp_path, lists) as record:
        assert len(list(record.agencies(state="MN"))) == 1
        assert [tuple(line.split()[:2]) for line in told(record, "MN")] == [
            ("05-12", "signed"),
            ("05-13", "renamed"),
            ("05-18", "renamed"),
        ]


def test_a_township_with_a_slip_in_that_word_stays_its_own(tmp_path: Path) -> None:
    lists = [
        (day, [row("PENNSYLVANIA", f"Raccoon {area} Police Department", county="Beaver County", signed="2025-05-12")])
        for day, area in (("2025-05-13", "Township"), ("2025-05-20", "Twonship"), ("2025-05-27", "Township"))
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "PA")] == ["signed", "renamed", "renamed"]


def test_a_misprint_of_a_misprint_takes_nothing_back_that_was_told(tmp_path: Path) -> None:
    """A chain of misprints was cut in the middle: a departure and a signing took the place of the first renaming."""
    names = ("Autauga", "Autagua", "Autagu", "Auatgu", "Auatug")
    days = ("2025-05-13", "2025-05-20", "2025-05-27", "2025-06-03", "2025-06-10")
    lists = [
        (day, [county_row("ALABAMA", f"{name} County Sheriff's Office", "Autauga County", JAIL, "2025-05-12")])
        for day, name in zip(days, names, strict=True)
    ]
    for known in range(2, len(lists) + 1):
        (tmp_path / str(known)).mkdir()
        with history(tmp_path / str(known), lists[:known]) as record:
            assert [line.split()[1] for line in told(record, "AL")] == ["signed"] + ["renamed"] * (known - 1)
            (agency,) = record.agencies(state="AL")
            assert agency["name"] == "Autauga County Sheriff's Office", "the name shown is of a place that exists"


def test_a_misprint_that_fits_two_agencies_is_given_to_neither(tmp_path: Path) -> None:
    """It went to the one whose name comes first, and the other was told to have left."""
    cells = {"county": "", "signed": "2025-05-12", "moa": "link pending"}
    both, torn = (
        [row("TENNESSEE", f"{name} County Sheriff's Office", **cells) for name in names]
        for names in (("Macon", "Marion"), ("Macion",))
    )
    with history(tmp_path, [("2025-05-13", both), ("2025-05-20", torn)]) as record:
        assert "renamed" not in {line.split()[1] for line in told(record, "TN")}
        assert [line["verdict"] for line in record.identity_queue()] == ["unsure", "unsure"]


def test_a_later_name_undoes_no_earlier_join(tmp_path: Path) -> None:
    """`Minnehaha County`, no more, fell out with a misprint of last year, and that with the sheriff it had been."""
    names = ("Minehaha County Sheriff's Office", "Minnehaha County Sheriff's Office", "Minnehaha County")
    lists = [
        (day, [county_row("SOUTH DAKOTA", name, "Minnehaha County", WARRANT, "2025-05-12")])
        for day, name in zip(("2025-05-13", "2025-05-20", "2025-05-27"), names, strict=True)
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "SD")] == ["signed", "renamed", "renamed"]


def test_the_state_s_code_behind_a_division_divides_nothing() -> None:
    name = "Arkansas Department of Public Safety-Crime Information Center"
    assert parts("AR", f"{name}, AR") == parts("AR", name)


def test_a_correction_holds_while_the_name_is_misprinted(tmp_path: Path) -> None:
    """ICE prints Tenaha's agreement a year late, and the county of Yoakum's police wrong, on each of these lists."""
    (tenaha,) = [c for c in curation.corrections() if c.agency.startswith("Tenaha") and c.field == "signed"]
    (yoakum,) = [c for c in curation.corrections() if c.agency.startswith("Yoakum") and c.field == "county"]
    lists = []
    for day, names in (("2026-03-02", ("Tenaha", "Yoakum")), ("2026-03-04", ("Tenahha", "Yoakm"))):
        bodies = [f"{name} Police Department" for name in names]
        lists.append(
            (
                day,
                [
                    row("TEXAS", bodies[0], county="Shelby County", signed=tenaha.printed),
                    row("TEXAS", bodies[1], county=yoakum.printed, signed="2025-11-24"),
                ],
            )
        )
    with history(tmp_path, lists) as record:
        assert sorted(line.split()[1] for line in told(record, "TX")) == ["renamed", "renamed", "signed", "signed"]
        assert {a["signed"] for a in record.agreements(state="TX")} == {tenaha.corrected, "2025-11-24"}


def test_a_body_of_maines_waters_is_not_taken_for_one_of_maine() -> None:
    assert parts("ME", "Marine Law Enforcement").place == parts("FL", "Marine Law Enforcement").place
    assert not parts("ME", "Marine Law Enforcement").state_prefix


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("PA", "Damascus County Constable|Damascus Township Constable|Dammascus Township Constable"),
        ("FL", "Haines City Police Department|Haines Cnty Police Department|City of Haines City Police Department"),
        ("NH", "Madbury Police Department, Strafford County|Madbury Police Department|Madbry Police Department"),
        (
            "PA",
            "South Pymathuning TWP State Constable|South Pymatuning TWP State Constable"
            "|South Pymatuning TWP Sate Constable",
        ),
        (
            "FL",
            "Florida Fish & Wildlife Conservation Commssion|Florida Fish & Wildlife Conservation Commission"
            "|Florida Fioh & Wildlife Conservation Commission",
        ),
    ],
)
@pytest.mark.parametrize("document", [True, False], ids=["with a document", "document pending"])
def test_a_slip_beside_an_earlier_spelling_takes_no_agency_off_the_list(
    tmp_path: Path, state: str, names: str, document: bool
) -> None:
    """The slip and the earlier spelling are no slips of one another, and kept the slip from the agency of both."""
    first, right, slip = names.split("|")
    papers = {"moa": "link", "moa_url": url("a")} if document else {"moa": "link pending"}
    lists = [
        (f"2025-05-{13 + 2 * n}", [row(STATES[state].name, name, county="", signed="2025-05-12", **papers)])
        for n, name in enumerate([first, right, right, right, slip, right])
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, state)] == ["signed", "renamed", "renamed", "renamed"]
        assert len(record.agencies(state=state)) == 1


def test_a_judgement_on_a_name_covers_a_slip_in_it(tmp_path: Path) -> None:
    """The editors judged the two names to be one; the rules call the misprint another body than the first."""
    office = "Office of Agricultural Law Enforcement"
    names = ["Florida Department of Agriculture", *[office] * 4, "Office of Agricultural Law Enforcemment", office]
    lists = [
        (f"2025-05-{13 + 2 * n}", [row("FLORIDA", name, county="", signed="2025-05-12", moa_url=url("a"))])
        for n, name in enumerate(names)
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "FL")] == ["signed", "renamed", "renamed", "renamed"]


@pytest.mark.parametrize(
    ("state", "one", "other", "slip"),
    [
        ("PA", "Newtown Township Police Department", "Newtown Borough Police Department", "Nwetown Police Department"),
        ("VA", "Roanoke City Sheriff's Office", "Roanoke County Sheriff's Office", "Roanok County Sheriff's Office"),
        (
            "TX",
            "Harris County Constable Precinct 1",
            "Harris County Constable Precinct 2",
            "Haris County Constable Precinct 2",
        ),
        ("TX", "Harris County Constable Place 1", "Harris County Constable Place 2", "Haris County Constable Place 2"),
        ("FL", "Bay County Sheriff's Office", "Bay County Corrections", "Bayy County Corrections"),
        ("TN", "Macon County Sheriff's Office", "Marion County Sheriff's Office", "Macion County Sheriff's Office"),
        ("TX", "Texas State Guard", "Texas State Guild", "Texas State Guird"),
        (
            "FL",
            "Florida Department of Agriculture",
            "Florida Department of Corrections",
            "Florida Department of Corections",
        ),
    ],
)
@pytest.mark.parametrize("document", [True, False], ids=["with documents", "documents pending"])
def test_a_slip_makes_no_two_bodies_one_that_stand_side_by_side(
    tmp_path: Path, state: str, one: str, other: str, slip: str, document: bool
) -> None:
    def line(name: str, paper: str) -> Mapping[str, object]:
        papers = {"moa": "link", "moa_url": url(paper)} if document else {"moa": "link pending"}
        return row(STATES[state].name, name, county="", signed="2025-05-12", **papers)

    days = [(one, other), (one, other), (one, slip), (slip,), (one, other), (one, slip)]
    lists = [
        (f"2025-05-{13 + 2 * n}", [line(name, "one" if name == one else "other") for name in names])
        for n, names in enumerate(days)
    ]
    with history(tmp_path, lists) as record:
        assert len({printed["agency_id"] for printed in record.on("2025-05-21", state=state)}) == 2
