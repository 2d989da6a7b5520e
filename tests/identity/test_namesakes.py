"""Townships, boroughs and cities of one name in two counties are two agencies, unless the lists show one."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.vocabulary.states import STATES
from tests.identity.histories import STAY, WARRANT, Lists, history, told, url
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

UNION = "Union Township Police Department"


def town(county: str, signed: str = "2025-05-12", name: str = UNION, **cells: str) -> dict[str, object]:
    return row("PENNSYLVANIA", name, county=county, signed=signed, moa="link pending", **cells)


def ids(folder: Path, lists: Lists, pending: Lists = ()) -> list[str]:
    with history(folder, lists, pending) as record:
        return [str(a["agency_id"]) for a in record.agencies(state="PA")]


PLAIN, OTHER = "pa-union-township-police-department", "pa-union-township-police-department-schuylkill-county"


def test_two_side_by_side_in_two_counties_are_two(tmp_path: Path) -> None:
    one, other = town("Lawrence County"), town("Schuylkill County", "2025-05-19")
    assert ids(tmp_path, [("2025-05-13", [one]), ("2025-05-20", [one, other])]) == [PLAIN, OTHER]


def test_one_that_goes_and_one_that_comes_with_another_signing_are_two(tmp_path: Path) -> None:
    lists: Lists = [
        ("2025-05-13", [town("Lawrence County")]),
        ("2025-05-20", [town("Schuylkill County", "2025-05-19")]),
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "PA")] == ["signed", "signed", "no_longer_listed"]


def test_one_signing_whose_county_is_printed_otherwise_is_one(tmp_path: Path) -> None:
    assert ids(tmp_path, [("2025-05-13", [town("Lawrence County")]), ("2025-05-20", [town("Schuylkill County")])]) == [
        PLAIN
    ]


def test_one_that_waits_under_one_county_and_is_then_listed_under_another_is_one(tmp_path: Path) -> None:
    lists: Lists = [("2025-05-13", [town("Schuylkill County")])]
    assert ids(tmp_path, lists, [("2025-05-12", [town("Lawrence County")])]) == [PLAIN]


@pytest.mark.parametrize(
    ("name", "county"),
    [
        pytest.param(UNION, "", id="no county"),
        pytest.param(UNION, "Laurence County", id="no such county"),
        pytest.param("Pennsylvania State Police", "Schuylkill County", id="a state body"),
        pytest.param("Lawrence County Sheriff's Office", "Schuylkill County", id="a county's body"),
    ],
)
def test_a_county_that_says_nothing_sets_nothing_apart(tmp_path: Path, name: str, county: str) -> None:
    one, other = town("Lawrence County", name=name), town(county, "2025-05-19", name, model="Jail Enforcement Model")
    assert len(ids(tmp_path, [("2025-05-13", [one]), ("2025-05-20", [one, other])])) == 1


def test_a_name_printed_with_its_county_takes_nothing_from_the_namesake_there(tmp_path: Path) -> None:
    """`Union Township Police Department (Schuylkill County)` folds to just what tells the second one apart."""
    one, other = town("Lawrence County"), town("Schuylkill County", "2025-05-19")
    named = town("", "2025-05-26", f"{UNION} (Schuylkill County)", model="Warrant Service Officer")
    lists: Lists = [
        ("2025-05-13", [one]), ("2025-05-20", [one, other]), ("2025-05-27", [one, other, named]),
    ]  # fmt: skip
    with history(tmp_path, lists) as record:
        assert [a["agreement_id"] for a in record.agreements(state="PA")] == [
            f"{PLAIN}/task_force/2025-05-12",
            f"{OTHER}/task_force/2025-05-19",
            f"{OTHER}/warrant_service/2025-05-26",
        ]
        assert all(row["agency_id"] for row in record.on("2025-05-27", state="PA"))


def test_a_judgement_on_a_namesake_is_about_the_namesake(tmp_path: Path) -> None:
    """No list prints a name that folds to it: it has its county from our record."""
    one, other = town("Lawrence County"), town("Schuylkill County", "2025-05-19")
    third = town("Schuylkill County", "2025-05-26", "Blue Mountain Rangers", model="Warrant Service Officer")
    with history(tmp_path, [("2025-05-13", [one]), ("2025-05-20", [one, other, third])]) as record:
        taken = record.judge("same", OTHER, "pa-blue-mountain-rangers", why="one body", evidence="a letter")
        assert "merged" in {event["kind"] for event in taken}
        (merged,) = record.changes(state="PA", kind=["merged"])
        assert merged["agency_id"] == OTHER
        assert [a["agency_id"] for a in record.agencies(state="PA")] == [PLAIN, OTHER]
        (found,) = record.identity_explain(OTHER, "PA: Blue Mountain Rangers")
        assert (found["verdict"], found["decided_by"]) == ("same", "judgement")
        assert record.verify().rows == ()


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_no_id_that_was_told_of_a_namesake_dies_when_another_list_arrives(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """An older list may have another one as the first, whose id is the bare name."""
    one, other = town("Lawrence County"), town("Schuylkill County", "2025-05-19")
    days = [("2025-05-13", [one]), ("2025-05-20", [one, other]), ("2025-05-27", [other])]
    files = [list_file(tmp_path, day, [*STAY, *rows]) for day, rows in days]
    told_of: dict[str, str] = {}
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-05-01", STAY)])
        for at in order:
            record.sync([files[at]])
            told_of.update({str(a["agency_id"]): "" for a in record.agencies(state="PA")})
            told_of.update({str(a["agreement_id"]): str(a["signed"]) for a in record.agreements(state="PA")})
        for led, signed in told_of.items():
            (found,) = record.show(led).rows
            assert signed in str(found)
        for county in ("Lawrence County", "Schuylkill County"):
            (found,) = record.show(f"{PLAIN}-{county.lower().replace(' ', '-')}").rows
            assert found["agency"]["county"] == county


def test_an_id_of_one_that_a_later_list_shows_to_be_its_namesake_leads_to_it(tmp_path: Path) -> None:
    one, other = town("Lawrence County", moa_url=url("a")), town("Schuylkill County", "2025-05-19", moa_url=url("b"))
    lists: Lists = [
        ("2025-05-13", [one]),
        ("2025-05-20", [one, other]),
        ("2025-05-27", [one, {**other, "moa_url": url("a")}]),
    ]
    with history(tmp_path, lists) as record:
        assert [a["agency_id"] for a in record.agencies(state="PA")] == [PLAIN]
        assert record.show(OTHER).rows[0]["agency"]["agency_id"] == PLAIN


def test_no_agency_of_the_real_lists_was_set_apart_by_its_county(full_home: Path) -> None:
    """Today there are none; the first that comes wants to be looked at by a person."""
    from roster287.record import open as open_record

    with open_record(full_home) as record:
        decisions = record.identity_log(None)
        assert record.identity_log("all").rows == decisions.rows
    assert [d["left"] for d in decisions if d["rule"] == "county_veto" and d["left"] == d["right"]] == []


def test_two_signed_on_one_day_with_a_document_each_are_two(tmp_path: Path) -> None:
    pair = [
        row("PENNSYLVANIA", UNION, county=county, signed="2025-05-12", moa=f"https://www.ice.gov/{county[:3]}.pdf")
        for county in ("Lawrence County", "Schuylkill County")
    ]
    assert ids(tmp_path, [("2025-05-13", pair), ("2025-05-20", pair)]) == [PLAIN, OTHER]


def test_a_county_and_a_city_of_one_name_keep_their_agreements_where_the_list_does_not_say_which(
    tmp_path: Path,
) -> None:
    """A row with `Roanoke` alone was given to the county's police, as a renewal that ended when the city was said."""

    def police(county: str, signed: str, document: str) -> dict[str, object]:
        name = "Roanoke Police Department"
        return row("VIRGINIA", name, county=county, signed=signed, moa="link", moa_url=url(document))

    county = police("Roanoke County", "2025-04-01", "a")
    lists: Lists = [
        ("2025-05-02", [county]),
        ("2025-05-14", [county, police("Roanoke", "2025-05-12", "b")]),
        ("2025-05-20", [county, police("Roanoke City", "2025-05-12", "b")]),
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "VA")] == ["signed", "signed", "details_changed"]
        assert len(record.agencies(state="VA")) == 2


def test_a_city_that_lies_in_two_counties_is_one_whichever_is_printed(tmp_path: Path) -> None:
    city = "Branson Police Department"
    rows = [
        row("MISSOURI", city, county=county, model=model, signed=signed, moa="link pending")
        for county, model, signed in (
            ("Taney County", "Task Force Model", "2025-05-12"),
            ("Stone County", "Warrant Service Officer", "2025-05-19"),
        )
    ]
    with history(tmp_path, [("2025-05-13", rows[:1]), ("2025-05-20", rows)]) as record:
        assert [a["agency_id"] for a in record.agencies(state="MO")] == ["mo-branson-police-department"]
        assert [line.split()[1] for line in told(record, "MO")] == ["signed", "model_added"]


def test_two_that_sign_on_one_day_with_no_document_yet_are_two_where_both_places_exist(tmp_path: Path) -> None:
    name = "Jackson Township Police Department"
    both = [
        row("OHIO", name, county=county, signed="2025-05-12", moa="link pending")
        for county in ("Stark County", "Franklin County")
    ]
    with history(tmp_path, [("2025-05-13", both)]) as record:
        assert len(record.agencies(state="OH")) == 2
        assert [line.split()[1] for line in told(record, "OH")] == ["signed", "signed"]


@pytest.mark.parametrize(
    ("state", "name", "counties"),
    [
        ("TX", "Constable Precinct 2", ("Hood County", "Wood County")),
        ("LA", "Ward 5 Marshal's Office", ("Allen Parish", "Tangipahoa Parish")),
        ("VA", "Roanoke Sheriff's Office", ("Roanoke City", "Roanoke County")),
        ("VA", "Roanoke Police Department", ("Roanoke City", "Roanoke County")),
        ("MD", "Baltimore Police Department", ("Baltimore City", "Baltimore County")),
        ("TX", "Airport Police", ("Dallas County", "Tarrant County")),
        ("FL", "School Board Police", ("Lee County", "Polk County")),
        ("FL", "Corrections Department", ("Orange County", "Osceola County")),
        ("FL", "Police Department", ("Orange County", "Osceola County")),
    ],
)
def test_two_counties_own_bodies_that_sign_on_one_day_with_no_document_yet_are_two(
    tmp_path: Path, state: str, name: str, counties: tuple[str, str]
) -> None:
    both = [
        row(STATES[state].name, name, county=county, signed="2025-05-12", moa="link pending") for county in counties
    ]
    with history(tmp_path, [("2025-05-13", both)]) as record:
        assert len(record.agencies(state=state)) == 2


@pytest.mark.parametrize("county", ["Alleghany County", "Alegheny County"])
def test_a_slip_in_the_county_makes_one_of_two_townships_no_namesake_of_itself(tmp_path: Path, county: str) -> None:
    name = "Robinson Township Police Department"
    one, other = town(county, name=name), town("Washington County", "2025-05-19", name=name)
    lists: Lists = [("2025-05-13", [one]), ("2025-05-20", [one, other])]
    assert len(ids(tmp_path, lists)) == 2


@pytest.mark.parametrize(
    ("state", "name", "counties"),
    [
        ("LA", "Ward 5 Marshal's Office", ("Allen Parish", "Calcasieu Parish")),
        ("TX", "Constable Precinct 2", ("Freestone County", "Bexar County")),
        ("TN", "Tennessee State Constable 4th District", ("Polk County", "Bradley County")),
        ("OK", "District Attorney's Office", ("Okmulgee County", "Tulsa County")),
        ("KY", "Sheriff's Office", ("Kenton County", "Lyon County")),
        ("FL", "Board of County Commissioners", ("Gulf County", "Pasco County")),
    ],
)
def test_a_body_that_only_county_tells_whose_it_is_is_one_for_each_county(
    tmp_path: Path, state: str, name: str, counties: tuple[str, str]
) -> None:
    days = ("2025-05-01", "2025-05-09")
    rows = [
        row(STATES[state].name, name, county=c, signed=d, moa_url=url(c[:4]))
        for c, d in zip(counties, days, strict=True)
    ]
    with history(tmp_path, [("2025-05-02", rows[:1]), ("2025-05-10", rows)]) as record:
        assert len(record.agencies(state=state)) == 2


def test_the_sheriffs_of_a_whole_state_and_the_prosecutor_of_a_district_are_one_in_any_county(tmp_path: Path) -> None:
    for state, name, counties in (
        ("RI", "Rhode Island Division of Sheriffs", ("Providence County", "Kent County")),
        ("OK", "District Attorney's Office District 5", ("Comanche County", "Cotton County")),
    ):
        rows = [row(STATES[state].name, name, county=county, moa_url=url(county[:4])) for county in counties]
        (tmp_path / state).mkdir()
        with history(tmp_path / state, [("2025-05-02", rows[:1]), ("2025-05-10", rows)]) as record:
            assert len(record.agencies(state=state)) == 1, name


def test_the_one_town_of_its_name_is_one_where_a_later_list_misprints_its_county(tmp_path: Path) -> None:
    """New Hampshire has one Carroll: in Coos County, and a Carroll County without a town of that name."""
    first = row("NEW HAMPSHIRE", "Carroll Police Department", county="Coos County", moa_url=url("a"))
    later = {**first, "county": "Carroll County", "signed": "2025-05-19", "moa_url": url("b")}
    with history(tmp_path, [("2025-05-02", [first]), ("2025-05-20", [later])]) as record:
        assert [line["agency_id"] for line in record.agencies(state="NH")] == ["nh-carroll-police-department"]


@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        ("FL", "Department of Corrections (Orange County)", "Florida Department of Corrections"),
        ("FL", "Department of Law Enforcement (Lee County)", "Florida Department of Law Enforcement"),
        ("SC", "Department of Public Safety (Union County)", "South Carolina Department of Public Safety"),
        ("FL", "Sheriff's Office (Polk County)", "Sheriff's Office (Lake County)"),
        ("TX", "Constable Precinct 4 (Nueces County)", "Constable Precinct 4 (Smith County)"),
        ("TX", "County Attorney's Office (Kleberg County)", "County Attorney's Office (Bee County)"),
        ("FL", "Airport Police (Lee County)", "Airport Police (Polk County)"),
        ("PA", f"{UNION} (Lawrence County)", f"{UNION} (Schuylkill County)"),
    ],
)
def test_a_county_in_parentheses_that_tells_whose_body_it_is_is_not_lost(
    tmp_path: Path, state: str, one: str, other: str
) -> None:
    """Neither side by side nor where one takes the place of the other with its date."""

    def line(name: str) -> dict[str, object]:
        county = name.partition(" (")[2].rstrip(")")
        return row(STATES[state].name, name, county=county, signed="2025-05-12", moa="link pending")

    lines = [line(one), line(other)]
    handed_over = [("2025-05-13", lines[:1]), ("2025-05-20", lines[1:])]
    for case, lists in (("beside", [("2025-05-13", lines)]), ("handed over", handed_over)):
        (tmp_path / case).mkdir()
        with history(tmp_path / case, lists) as record:
            assert len(record.agencies(state=state)) == 2, case


@pytest.mark.parametrize(
    "name",
    [
        "Tye Police Department",
        "Texas Department of Public Safety",
        "Katy ISD Police",
        "Constable Precinct 2",
        "Sheriff's Office",
        "Airport Police",
    ],
)
def test_a_county_behind_a_name_that_says_whose_body_it_is_makes_no_second_one(tmp_path: Path, name: str) -> None:
    first = row("TEXAS", f"{name} (Taylor County)", county="Taylor County", signed="2025-05-01", moa_url=url("a"))
    then = {**first, "agency": name, "signed": "2025-05-09", "moa_url": url("b")}
    lists: Lists = [("2025-05-02", [first]), ("2025-05-10", [then])]
    with history(tmp_path, lists) as record:
        assert len(record.agencies(state="TX")) == 1


MIDDLETOWN = "Middletown Township Police Department"
BUCKS, DELAWARE = "Bucks County", "Delaware County"


def middletown(county: str, of: str, document: bool = True, **cells: str) -> dict[str, object]:
    """A row of the township's police in Bucks or Delaware County, printed in that county or another."""
    day = {BUCKS: "2025-05-12", DELAWARE: "2025-05-19"}[of]
    papers = {"moa": "link", "moa_url": url(of[:5])} if document else {"moa": "link pending"}
    return row("PENNSYLVANIA", MIDDLETOWN, county=county, **{"signed": day, **papers, **cells})


def days(*lists: list[dict[str, object]]) -> Lists:
    return [(f"2025-05-{13 + 2 * n}", rows) for n, rows in enumerate(lists)]


@pytest.mark.parametrize("document", [True, False], ids=["with documents", "documents pending"])
@pytest.mark.parametrize("last", [3, 4, 5])
def test_one_list_with_the_county_of_its_namesake_makes_no_agency_of_two(
    tmp_path: Path, document: bool, last: int
) -> None:
    one, other = (middletown(county, county, document) for county in (BUCKS, DELAWARE))
    wrong = middletown(DELAWARE, BUCKS, document)
    lists = days([one], [one, other], [wrong, other], [one, other], [one, other])[:last]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "PA")] == ["signed", "signed"] + ["details_changed"] * min(
            last - 2, 2
        )
        assert {a["agreement_id"].split("/")[0] for a in record.agreements(state="PA")} == {
            "pa-middletown-township-police-department",
            "pa-middletown-township-police-department-delaware-county",
        }


def test_the_county_of_a_namesake_that_has_left_takes_nothing_back_of_its_leaving(tmp_path: Path) -> None:
    one, other = (middletown(county, county) for county in (BUCKS, DELAWARE))
    with history(tmp_path, days([one], [one, other], [other], [middletown(BUCKS, DELAWARE)], [other])) as record:
        kinds = [line.split()[1] for line in told(record, "PA")]
        assert kinds == ["signed", "signed", "no_longer_listed", "details_changed", "details_changed"]
        assert {a["status"] for a in record.agreements(state="PA")} == {"active", "no_longer_listed"}


def test_the_county_of_a_namesake_that_comes_later_makes_no_renewal_of_its_signing(tmp_path: Path) -> None:
    one, other, wrong = middletown(BUCKS, BUCKS), middletown(DELAWARE, DELAWARE), middletown(DELAWARE, BUCKS)
    with history(tmp_path, days([one], [wrong], [one], [one, other])) as record:
        kinds = [line.split()[1] for line in told(record, "PA")]
        assert kinds == ["signed", "details_changed", "details_changed", "signed"]


def test_two_namesakes_whose_counties_are_exchanged_on_one_list_stay_two(tmp_path: Path) -> None:
    one, other = (middletown(county, county) for county in (BUCKS, DELAWARE))
    exchanged = [middletown(DELAWARE, BUCKS), middletown(BUCKS, DELAWARE)]
    with history(tmp_path, days([one], [one, other], exchanged, [one, other])) as record:
        assert [line.split()[1] for line in told(record, "PA")] == ["signed", "signed"] + ["details_changed"] * 4


def test_namesakes_with_a_model_each_stay_two_when_a_wrong_county_is_right_again(tmp_path: Path) -> None:
    one, other = middletown(BUCKS, BUCKS), middletown(DELAWARE, DELAWARE, model=WARRANT)
    lists = days([one, other], [middletown(DELAWARE, BUCKS), other], [one, other])
    with history(tmp_path, lists) as record:
        assert len(record.agencies(state="PA")) == 2


def test_an_agency_whose_further_model_is_first_printed_in_another_county_stays_one(tmp_path: Path) -> None:
    one, wrong = middletown(BUCKS, BUCKS), middletown(DELAWARE, DELAWARE, model=WARRANT)
    lists = days([one], [one, wrong], [one, wrong], [one, {**wrong, "county": BUCKS}])
    with history(tmp_path, lists) as record:
        assert len(record.agencies(state="PA")) == 1


def test_two_of_one_day_with_no_document_yet_stay_two_beside_another_signing_of_one(tmp_path: Path) -> None:
    one, further = middletown(BUCKS, BUCKS, document=False), middletown(DELAWARE, DELAWARE, signed="2025-03-03")
    twin = {**one, "county": DELAWARE}
    lists = days([one, further], [one, twin, further], [one, twin, further])
    with history(tmp_path, lists) as record:
        assert len([a for a in record.agreements(state="PA") if a["signed"] == "2025-05-12"]) == 2


def test_an_application_that_was_answered_is_not_answered_again_by_a_namesake(tmp_path: Path) -> None:
    one, other = middletown(BUCKS, BUCKS), middletown(DELAWARE, DELAWARE)
    waiting = [("2025-05-12", [middletown(BUCKS, BUCKS, document=False)])]
    with history(tmp_path, days([one], [one], [other], [other]), waiting) as record:
        kinds = [line.split()[1] for line in told(record, "PA")]
        assert sorted(kinds) == ["no_longer_listed", "pending", "signed", "signed"]
        assert len(record.agencies(state="PA")) == 2
