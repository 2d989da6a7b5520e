"""A list that spells every name otherwise would take every agency off the list and put as many on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roster287 import curation
from roster287.curation import Correction
from roster287.resolve.compare import Spelling, compare
from roster287.vocabulary.names import fold
from tests.identity.histories import TASK, county_row, history, told, url
from tests.support.lives import empty_record, list_file
from tests.support.rosters import KnownPlaces
from tests.support.workbooks import row

Printed = tuple[str, str]


def both_ways(folder: Path, state: str, before: Printed, after: Printed, **cells: Any) -> list[list[str]]:
    """The kinds of event when a name gives way to another with one agreement, and when the other does."""
    found = []
    for at, names in enumerate(((before, after), (after, before))):
        (folder / str(at)).mkdir()
        lists = [
            (f"2025-05-{13 + n}", [row(state, name, county=county, signed="2025-05-12", **cells)])
            for n, (name, county) in enumerate(names)
        ]
        with history(folder / str(at), lists) as record:
            found.append([line.split()[1] for line in told(record, "FL" if state == "FLORIDA" else "OK")])
    return found


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        ("FLORIDA", "Callaway Police Department", "The Callaway Police Department"),
        ("FLORIDA", "Callaway Police Department", "Callaway Police Department FL0030100"),
        ("FLORIDA", "Callaway Police Department", "Police Department - Callaway"),
        ("FLORIDA", "Bay County Sheriff's Office", "County Sheriff's Office - Bay"),
        ("FLORIDA", "Florida State University Police Department", "City of Florida State University Police Department"),
        ("FLORIDA", "Florida State University Police Department", "Police Department of Florida State University"),
        ("OKLAHOMA", "Oklahoma Bureau of Investigation", "Oklaohma Bureau of Investigation"),
        ("OKLAHOMA", "Oklahoma Highway Patrol", "City of Oklahoma Highway Patrol"),
        ("OKLAHOMA", "Oklahoma Department of Public Safety", "Oklahoma Department of Public Safety see note"),
    ],
)
def test_an_agreement_under_more_words_does_not_leave(tmp_path: Path, state: str, before: str, after: str) -> None:
    county = "Bay County" if "Bay" in before or "Call" in before else "#N/A"
    found = both_ways(tmp_path, state, (before, county), (after, county), moa_url=url("one"))
    assert found == [["signed", "renamed"]] * 2


@pytest.mark.parametrize(
    "after", ["FL - Callaway Police Department", "Callaway Police Department - FL", "12. Callaway Police Department",
              "Callaway Police Department (Renewed 3/2/2026)", "Callaway Police Department | Florida",
              "FL Callaway Police Department", "Callaway Police Department FL", "12 Callaway Police Department",
              "FL0030100 Callaway Police Department", "Callaway Police Department [FL0030100]",
              "Callaway Police Department (1204)", "Callaway PD 0012", "Callaway Police Department (#N/A)"],
)  # fmt: skip
def test_a_state_a_counter_a_code_or_a_dated_note_is_no_part_of_a_name(after: str) -> None:
    assert fold(after, "FL") == fold("Callaway Police Department", "FL")
    assert fold("Bay CSO", "FL") == fold("Bay County Sheriff' s Office", "FL") == fold("Bay Co. Sheriff's Office", "FL")


@pytest.mark.parametrize(
    ("state", "left", "right"),
    [
        ("FL", "Panama City Police Department", "Panama City Beach Police Department"),
        ("FL", "Melbourne Police Department", "West Melbourne Police Department"),
        ("TX", "Harris County Constable Precinct 1", "Harris County Constable Precinct 3"),
        ("GA", "Savannah Police Department", "Savannah Airport Police Department"),
        ("FL", "Bay County Sheriff's Office", "Bay County Jail"),
        ("FL", "University of Florida Police Department", "University of South Florida Police Department"),
        ("TX", "Kleberg County Attorney's Office", "Kleberg County District Attorney's Office"),
        ("NC", "Gaston Police Department", "Gaston County Police Department"),
    ],
)
def test_one_document_makes_no_two_bodies_one(state: str, left: str, right: str, roster: KnownPlaces) -> None:
    one, other = (
        Spelling(
            state, name, fold(name, state), signings=frozenset({("task_force", "2025-05-12")}),
            documents=frozenset({url("one")}), models=frozenset({"task_force"}), first=1, seen=seen,
        )
        for name, seen in ((left, 0b0110), (right, 0b1000))
    )  # fmt: skip
    assert compare(one, other, roster).verdict != "same"


@pytest.mark.parametrize(
    ("leaves", "comes"),
    [
        ("Orlando Police Department", "Ovido Police Department"),
        ("Cape Coral Police Department", "Coca Police Department"),
        ("Tequesta Police Department", "The Juno Beach Police Department"),
        ("Tequesta Police Department", "Old Juno Beach Police Department"),
    ],
)
def test_a_hand_over_to_a_misprint_of_a_third_place_makes_no_two_bodies_one(
    leaves: str, comes: str, roster: KnownPlaces
) -> None:
    """On a list that misprints every name, all of one day's signings leave and come together."""
    one, other = (
        Spelling(
            "FL", name, fold(name, "FL"), signings=frozenset({("task_force", "2025-03-07")}),
            models=frozenset({"task_force"}), first=1, seen=seen,
        )
        for name, seen in ((leaves, 0b0110), (comes, 0b1000))
    )  # fmt: skip
    assert compare(one, other, roster).verdict != "same"


def test_a_name_with_more_words_beside_it_with_another_document_stays_another(roster: KnownPlaces) -> None:
    common: dict[str, Any] = {"signings": frozenset({("task_force", "2025-05-12")}), "first": 1}
    one = Spelling("FL", "Callaway", "callaway", documents=frozenset({url("one")}), seen=0b0110, **common)
    other = Spelling("FL", "X Callaway", "x callaway", documents=frozenset({url("two")}), seen=0b1000, **common)
    assert compare(one, other, roster).verdict != "same"


@pytest.mark.parametrize(
    "after",
    ["City of Saco Police Department", "The Saco Police Department", "Saco Police Department 0042",
     "Maine Saco Police Department"],
)  # fmt: skip
def test_a_correction_holds_when_every_name_gets_more_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    wrong = Correction(
        "county", "ME", "Saco Police Department", "", "", "Cumberland County", "York County", "editors", "2026-01-02",
        "w", "e",
    )  # fmt: skip
    monkeypatch.setattr(curation, "corrections", lambda: [wrong])
    rows = [
        row("MAINE", name, county=county, signed="2025-05-12", moa_url=url("saco"))
        for name, county in (("Saco Police Department", "Cumberland County"), (after, "Cumberland"))
    ]
    with history(tmp_path, [("2025-05-13", rows[:1]), ("2025-05-14", rows[1:])]) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "renamed"]
        assert [line["corrections"] != [] for line in record.on("2025-05-14", state="ME")] == [True]


@pytest.mark.parametrize(
    ("before", "after"), [("York County", "York"), ("York County", "YORK CO."), ("York County", "York County, ME")]
)
def test_a_county_without_its_word_is_no_other_county_and_upsets_no_list(
    tmp_path: Path, before: str, after: str
) -> None:
    def lines(county: str) -> list[Any]:
        towns = [row("MAINE", f"Town{n} Police Department", county=county, signed="2025-05-12") for n in range(60)]
        return [*towns, county_row("MAINE", "York County Sheriff's Office", county, "Task Force Model", "2025-05-12")]

    with history(tmp_path, [("2025-05-13", lines(before)), ("2025-05-14", lines(after))]) as record:
        assert {line.split()[1] for line in told(record)} == {"signed"}


def test_a_city_of_a_county_s_name_is_another_county(tmp_path: Path) -> None:
    lists = [
        (day, [row("MARYLAND", "Towson Police Department", county=county, signed="2025-05-12", moa_url=url("t"))])
        for day, county in (("2025-05-13", "Baltimore County"), ("2025-05-14", "Baltimore City"))
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "MD")] == ["signed", "details_changed"]


def _for_a_day(lines: list[Any], respelled: list[Any]) -> list[tuple[str, Any]]:
    return [("2025-05-13", lines), ("2025-05-14", respelled), ("2025-05-15", lines)]


def test_a_day_on_which_all_names_give_way_makes_no_two_agencies_one(tmp_path: Path) -> None:
    """Sunny Isles is no place of Florida's (Sunny Isles Beach is), so that any name could be thought to be meant."""
    names = ("Sunny Isles Police Department", "Tallahassee Police Department")
    lines = [row("FLORIDA", name, county="#N/A", signed="2025-05-12", moa_url=url(name[:3])) for name in names]
    respelled = [line | {"agency": f"City of {line['agency']}"} for line in lines]
    with history(tmp_path, _for_a_day(lines, respelled)) as record:
        assert len(record.agencies(state="FL")) == 2
        kinds = {line.split()[1] for line in told(record, "FL")}
        assert kinds == {"signed", "renamed"}


def test_a_new_spelling_undoes_no_earlier_one(tmp_path: Path) -> None:
    """A town that is called a city for a day stays the town it was renamed from."""
    cells: dict[str, Any] = {"county": "Palm Beach County", "signed": "2025-05-12", "moa_url": url("palmbeach")}
    names = ("Town of Palm Beach", "Palm Beach", "City of Palm Beach", "Palm Beach")
    lists = [
        (f"2025-05-{13 + n}", [row("FLORIDA", f"{name} Police Department", **cells)]) for n, name in enumerate(names)
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "FL")] == ["signed", "renamed", "renamed", "renamed"]


@pytest.mark.parametrize(
    ("state", "name", "folded"),
    [
        ("TX", "23 Judicial District Attorney", "23 judicial district attorney"),
        ("AR", "9 West Judicial District Task Force", "9 west judicial district task force"),
        ("TX", "Harris County Constable Precinct (4)", "harris county constable precinct 4"),
        ("AZ", "Goodyear Police Department Station 400", "goodyear police department station 400"),
        ("SC", "96 Police Department", "96 police department"),
        ("LA", "La Salle Parish Constable", "la salle parish constable"),
        ("MT", "Mt. Vernon Police Department", "mount vernon police department"),
        ("FL", "FL Highway Patrol", "florida highway patrol"),
        ("MD", "Howard County Police Department (Carroll County)", "howard county police department carroll county"),
    ],
)
def test_a_number_a_code_or_a_county_that_is_part_of_a_name_stays(state: str, name: str, folded: str) -> None:
    assert fold(name, state) == folded == fold(folded, state)


def test_a_county_in_brackets_after_every_name_renames_and_keeps_namesakes_apart(tmp_path: Path) -> None:
    """Two towns of one name are told apart by COUNTY, also when it is printed once more after the name."""
    rows: list[Any] = [
        row(
            "PENNSYLVANIA",
            "Union Township Police Department",
            county=county,
            signed="2025-05-12",
            moa_url=url(county[:4]),
        )
        for county in ("Erie County", "Pike County")
    ]
    rows.append(
        county_row("PENNSYLVANIA", "Erie County Sheriff's Office", "Erie County", "Task Force Model", "2025-05-12")
    )
    after = [line | {"agency": f"{line['agency']} ({line['county']})"} for line in rows]
    with history(tmp_path, [("2025-05-13", rows), ("2025-05-14", after)]) as record:
        assert len(record.agencies(state="PA")) == 3
        assert sorted(line.split()[1] for line in told(record, "PA")) == ["renamed"] * 3 + ["signed"] * 3


def test_a_county_in_brackets_that_is_not_the_row_s_own_joins_nothing(tmp_path: Path) -> None:
    lists = [
        (day, [row("PENNSYLVANIA", name, county=county, signed=signed, moa_url=url(day))])
        for day, name, county, signed in (
            ("2025-05-13", "Union Township Police Department", "Erie County", "2025-05-12"),
            ("2025-05-14", "Union Township Police Department (Pike County)", "Pike County", "2025-05-13"),
        )
    ]
    with history(tmp_path, lists) as record:
        assert len(record.agencies(state="PA")) == 2


def test_an_agreement_that_is_re_dated_under_more_words_does_not_leave(tmp_path: Path) -> None:
    cells: dict[str, Any] = {"county": "Bay County", "moa_url": url("callaway")}
    lists = [
        ("2025-05-13", [row("FLORIDA", "Callaway Police Department", signed="2025-05-12", **cells)]),
        ("2025-05-14", [row("FLORIDA", "X Callaway Police Department", signed="2025-05-10", **cells)]),
    ]
    with history(tmp_path, lists) as record:
        assert sorted(line.split()[1] for line in told(record, "FL")) == ["redated", "renamed", "signed"]


def test_an_agreement_that_was_moved_stays_moved_when_a_later_list_respells_the_body(tmp_path: Path) -> None:
    names = ("York County Sheriff's Office", "York County Jail", "York Jail")
    lists = [
        (f"2025-05-{13 + n}", [county_row("MAINE", name, "York County", "Warrant Service Officer", "2025-05-12")])
        for n, name in enumerate(names)
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "renamed", "renamed"]


@pytest.mark.parametrize("printed", ["{}*", "{} (1)", "{}¹", "{} - Suspended", "{} (NEW)", "upper", "lower"])
def test_a_remark_or_a_list_in_capitals_does_not_become_the_name_of_an_agency(tmp_path: Path, printed: str) -> None:
    name = "Wells Police Department"
    adorned = {"upper": name.upper(), "lower": name.lower()}.get(printed, printed.format(name))
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-03", [row("MAINE", name)])])
        record.sync([list_file(tmp_path, "2025-04-04", [row("MAINE", adorned)])])
        (agency,) = record.agencies()
    assert agency["name"] == name


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        ("FLORIDA", "Florida State Guard", "Florida State Gaurd"),
        ("FLORIDA", "Florida Gaming Control Commission", "Florida Gaming Conntrol Commission"),
        ("FLORIDA", "Office of the State Attorney Tenth Judicial Circuit",
         "Office of the State Attorney Tenth Judicial Cicruit"),
        ("OKLAHOMA", "Oklahoma Bureau of Narcotics", "Oklahoma Bureau of Nrcotics"),
        ("OKLAHOMA", "12th Judicial District Drug Task Force", "12th Judicial District Drrug Task Force"),
    ],
)  # fmt: skip
def test_one_wrong_letter_in_a_body_of_no_place_is_no_departure(
    tmp_path: Path, state: str, before: str, after: str
) -> None:
    assert both_ways(tmp_path, state, (before, ""), (after, "")) == [["signed", "renamed"]] * 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12th Judicial District Drug Task Force", "13th Judicial District Drug Task Force"),
        ("Judicial District XVII Drug Task Force", "Judicial District XVIII Drug Task Force"),
        ("Oklahoma Northern Drug Task Force", "Oklahoma Southern Drug Task Force"),
    ],
)
def test_two_bodies_of_no_place_whose_number_or_side_differs_stay_two(tmp_path: Path, before: str, after: str) -> None:
    for found in both_ways(tmp_path, "OKLAHOMA", (before, ""), (after, "")):
        assert "renamed" not in found


def test_a_county_two_slips_off_beside_itself_under_one_document_is_one_agency(tmp_path: Path) -> None:
    names = ("Lavaca County Sheriff's Office", "Lavaaac County Sheriff's Office")
    cells = [row("TEXAS", name, county="Lavaca County", signed="2025-05-12", moa_url=url("one")) for name in names]
    with history(tmp_path, [("2025-05-13", cells), ("2025-05-14", cells[:1])]) as record:
        assert [line.split()[1] for line in told(record, "TX")] == ["signed"]


@pytest.mark.parametrize("printed", ["{}, {}", "{} ({})"])
@pytest.mark.parametrize("name", ["Wells Police Department", "Berwick University Police Department"])
def test_the_county_of_the_row_behind_a_name_makes_no_other_agency(tmp_path: Path, name: str, printed: str) -> None:
    waits = row("MAINE", printed.format(name, "York County"), county="York County")
    signs = row("MAINE", name, county="York County", signed="2025-05-12")
    with history(tmp_path, [("2025-05-13", [signs])], [("2025-05-02", [waits]), ("2025-05-13", [])]) as record:
        (application,) = record.applications(state="ME")
        assert application["outcome"] == "signed"


def test_a_county_behind_a_comma_that_is_the_only_place_of_a_name_stays(tmp_path: Path) -> None:
    counties = ("York County", "Knox County")
    rows = [county_row("MAINE", f"Sheriff's Office, {county}", county, TASK, "2025-05-12") for county in counties]
    with history(tmp_path, [("2025-05-13", rows)]) as record:
        assert len(record.agencies("ME")) == 2


@pytest.mark.parametrize(
    ("state", "before", "after", "county"),
    [
        ("FLORIDA", "Jacksonville Sheriff's Office", "Duval County Sheriff's Office", "Duval County"),
        ("KENTUCKY", "Lexington Sheriff's Office", "Fayette County Sheriff's Office", "Fayette County"),
        ("GEORGIA", "Augusta Sheriff's Office", "Richmond County Sheriff's Office", "Richmond County"),
        ("FLORIDA", "Office of the Sheriff, Polk County", "Polk County Sheriff's Office", "Polk County"),
    ],
)
def test_a_renewal_under_another_name_of_one_sheriff_is_no_departure(
    tmp_path: Path, state: str, before: str, after: str, county: str
) -> None:
    """Nothing but the two names and the county joins them."""
    old = row(state, before, county=county, signed="2025-05-01", moa_url=url("one"))
    new = row(state, after, county=county, signed="2025-05-19", moa_url=url("two"))
    with history(tmp_path, [("2025-05-13", [old]), ("2025-05-20", [new])]) as record:
        assert sorted(e["kind"] for e in record.changes(kind=["renewed", "renamed", "no_longer_listed"])) == [
            "renamed",
            "renewed",
        ]


@pytest.mark.parametrize(
    "after",
    ["Binghamton City Police Department", "Binghamton, City of, Police Department", "City of Binghamton Police"],
)
def test_a_city_said_behind_its_name_is_the_city(tmp_path: Path, after: str) -> None:
    """New York has a town of that name too, so that only the hand-over joins the two."""
    first = row("NEW YORK", "Binghamton Police Department", county="Broome County", signed="2025-05-12")
    with history(tmp_path, [("2025-05-13", [first]), ("2025-05-20", [{**first, "agency": after}])]) as record:
        assert len(record.agencies(state="NY")) == 1


def test_the_office_of_a_sheriff_is_not_an_office_twice_in_an_id() -> None:
    assert fold("Office of the Sheriff", "FL") == "office of sheriff"


@pytest.mark.parametrize(
    ("state", "before", "after", "county"),
    [
        ("MAINE", "Winthrop Monmouth Police Department", "Monmouth Winthrop Police Department", "Kennebec County"),
        ("MISSISSIPPI", "Mississippi State Auditor's Office", "Mississippi Office of the State Auditor", ""),
    ],
)
def test_a_name_with_its_words_in_another_order_is_no_departure(
    tmp_path: Path, state: str, before: str, after: str, county: str
) -> None:
    first = row(state, before, county=county, signed="2025-05-12")
    with history(tmp_path, [("2025-05-13", [first]), ("2025-05-20", [{**first, "agency": after}])]) as record:
        assert [event["kind"] for event in record.changes(kind=["renamed", "no_longer_listed"])] == ["renamed"]


def test_two_towns_of_the_same_words_stay_two_when_they_sign_on_one_day(tmp_path: Path) -> None:
    """Illinois has both."""
    first = row("ILLINOIS", "Park Forest Police Department", county="Cook County", signed="2025-05-12")
    later = {**first, "agency": "Forest Park Police Department"}
    with history(tmp_path, [("2025-05-13", [first]), ("2025-05-20", [later])]) as record:
        assert len(record.agencies(state="IL")) == 2
