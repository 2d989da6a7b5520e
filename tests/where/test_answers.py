"""Who has power in a place, listed or not, on a day; what the answer says of itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roster287.errors import UsageError
from roster287.places.facts import Jurisdiction
from roster287.places.policing.bodies import bodies
from roster287.places.policing.grounds import Ground
from roster287.places.policing.naming import called, said_kind, town_words, towns_named
from roster287.places.policing.towns import of_town
from roster287.places.policing.understand import understand
from roster287.places.policing.zips import all_of_them, zip_code
from roster287.places.reference import shipped as reference
from roster287.publish.where import WHERE, where
from roster287.publish.where.answer import DIRECTLY, counties_of, directness, newest, policing
from roster287.record import Record
from roster287.table import Line, Table
from roster287.vocabulary.typed import SPANISH, plain


def ask(record: Record, place: str, on: str | None = None, **more: Any) -> Table:
    with record.reading() as connection:
        return where(connection, place, on, **more)


def by_name(answer: Table) -> dict[str, Line]:
    return {row["name"]: row for row in answer}


def test_wells_on_the_day_of_the_story(shipped: Record) -> None:
    answer = ask(shipped, "Wells, ME", "2025-04-03")
    assert answer.columns == WHERE
    rows = by_name(answer)
    wells = rows["Wells Police Department"]
    assert (wells["agency_id"], wells["listed"], wells["models"], wells["reach"], wells["ori9"]) == (
        "me-wells-police-department", True, ["task_force"], "place", "ME0161400")  # fmt: skip
    sheriff = rows["York County Sheriff's Office"]
    assert (sheriff["agency_id"], sheriff["listed"], sheriff["status"], sheriff["jurisdiction"]) == (
        None, False, "never", "county")  # fmt: skip
    assert "York County" in sheriff["relation"]
    assert rows["Maine State Police"]["reach"] == "state"
    assert "Ogunquit Police Department" not in rows
    assert answer.as_of == "2025-04-03"
    assert answer.publication is not None
    assert answer.publication["date"] == "2025-04-03"


def test_a_month_before_it_was_not_listed_yet(shipped: Record) -> None:
    wells = by_name(ask(shipped, "Wells, ME", "2025-03-01"))["Wells Police Department"]
    assert (wells["listed"], wells["status"], wells["models"]) == (False, "not_yet", [])
    assert wells["agency_id"] == "me-wells-police-department"


def test_what_was_not_pending_yet_is_not_said_to_be_pending_no_longer(shipped: Record) -> None:
    found = {
        day: by_name(ask(shipped, "Madison County, AL", day))["Madison County Sheriff's Office"]["status"]
        for day in ("2025-01-15", "2025-06-20", "2025-08-15")
    }
    assert list(found.values()) == ["not_yet", "pending", "no_longer_pending"]


def test_a_pending_agency_is_not_listed(shipped: Record) -> None:
    rows = by_name(ask(shipped, "Monmouth, ME", "2025-04-04"))
    wells = by_name(ask(shipped, "Wells, ME", "2025-03-31"))["Wells Police Department"]
    assert (wells["listed"], wells["status"]) == (False, "pending")
    both = rows["Monmouth Winthrop Police Department"]
    assert (both["listed"], both["status"], both["jurisdiction"]) == (False, "pending", "regional")


def test_models_agree_with_the_list_of_the_day(shipped: Record) -> None:
    answer = ask(shipped, "Polk County, FL", "2025-06-10")
    on = shipped.on("2025-06-10", state="FL")
    listed = [row for row in answer if row["listed"]]
    assert len(listed) > 5
    for row in listed:
        assert set(row["models"]) == {line["model"] for line in on if line["agency_id"] == row["agency_id"]}


def test_a_county_gives_the_towns_inside_it(shipped: Record) -> None:
    rows = by_name(ask(shipped, "York County, Maine"))
    assert rows["Wells Police Department"]["reach"] == "inside"
    assert rows["York County Sheriff's Office"]["reach"] == "county"
    assert "Portland Police Department" not in rows


def test_a_zip_code_over_two_states_gives_both_and_says_so(shipped: Record) -> None:
    answer = ask(shipped, "42223")
    assert {row["state"] for row in answer} == {"KY", "TN"}
    assert {"Christian County Sheriff's Office", "Montgomery County Sheriff's Office"} <= set(by_name(answer))
    assert "reaches into 2 counties" in answer.query["note"]
    assert "ask by the town" in answer.query["note"]


def test_a_zip_code_of_another_county_beside_a_town_is_told(shipped: Record) -> None:
    told = "ZIP code 04090 lies elsewhere: this is the answer for Portland city, Cumberland County, ME."
    for asked in ("Portland, ME 04090", "04090 Portland, ME"):
        assert told in ask(shipped, asked).query["note"]
    assert "elsewhere" not in ask(shipped, "Wells, ME 04090").query.get("note", "")


def test_a_quarter_of_a_city_gives_the_city_as_perhaps(shipped: Record) -> None:
    rows = [row for row in ask(shipped, "91401") if row["name"] == "Los Angeles Police Department"]
    assert [row["reach"] for row in rows] == ["perhaps"]
    assert "may or may not" in rows[0]["relation"]


@pytest.mark.parametrize(
    ("place", "name", "reach"),
    [
        ("Nashville, TN", "Nashville Metropolitan Police Department", "place"),
        ("Galveston, TX", "Galveston County Constable Precinct 2", "county"),
        ("Galveston, TX", "Port of Galveston", "grounds"),
        ("Athens, GA", "University of Georgia", "grounds"),
        ("Zuni Pueblo, NM", "Zuni Tribal", "grounds"),
        ("Hamden, CT", "Hamden Police Department", "place"),
        ("Unity township, Westmoreland County, PA", "Constable Unity Township", "place"),
        ("Guam", "Guam Police Department", "state"),
        ("Honolulu, HI", "Honolulu Police Department", "county"),
        ("Gettysburg, PA", "Eastern Adams Regional Police Department", "perhaps"),
    ],
)
def test_bodies_of_every_kind(shipped: Record, place: str, name: str, reach: str) -> None:
    assert name in by_name(ask(shipped, place)), sorted(by_name(ask(shipped, place)))
    assert by_name(ask(shipped, place))[name]["reach"] == reach


def test_a_constable_that_is_listed_stands_once_beside_the_others(shipped: Record) -> None:
    names = [
        row["name"] for row in ask(shipped, "Galveston, TX") if "Precinct 2" in row["name"] or "Pct.2" in row["name"]
    ]
    assert names == ["Galveston County Constable Precinct 2"]


@pytest.mark.parametrize("place", ["Miami, FL", "Charlotte, NC", "Harris County, TX", "91401", "Gettysburg, PA"])
def test_a_body_that_polices_a_place_itself_is_not_behind_bodies_that_only_may(shipped: Record, place: str) -> None:
    (ground,) = understand(place, reference()).grounds
    gazetteer = reference().gazetteer(ground.state)
    assert gazetteer is not None
    agencies = shipped.agencies(ground.state).rows
    today = newest(agencies)
    found = policing(gazetteer, ground, agencies, today)
    order = [
        (DIRECTLY.index(directness(body)), agency is None or agency["agency_id"] not in today.models)
        for body, agency in found
    ]
    assert len(order) > 5
    assert order == sorted(order)


def test_a_police_named_after_a_town_and_its_county_is_the_town_s(shipped: Record) -> None:
    """Whether a town elsewhere in the county has it, its name does not say."""
    name = "Charlotte-Mecklenburg Police Department"
    assert ask(shipped, "Charlotte, NC").rows[0]["name"] == name
    assert by_name(ask(shipped, "Mecklenburg County, NC"))[name]["reach"] == "county"
    assert by_name(ask(shipped, "Davidson, NC"))[name]["reach"] == "perhaps"


def test_the_town_around_a_post_office_is_not_behind_the_state_s_bodies(shipped: Record) -> None:
    names = [row["name"] for row in ask(shipped, "91401")]
    assert names.index("Los Angeles Police Department") < names.index("California Highway Patrol")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("Maine", "ME"),
        ("texas", "TX"),
        ("Nueva York", "NY"),
        ("State of Florida", "FL"),
        ("estado de Texas", "TX"),
        ("Carolina del Norte", "NC"),
        ("wv", "WV"),
    ],
)
def test_who_asks_by_a_state_is_told_that_it_is_one_and_what_to_ask(shipped: Record, asked: str, code: str) -> None:
    with pytest.raises(UsageError, match=f"“{asked}” is a state") as raised:
        ask(shipped, asked)
    assert f"`roster287 brief {code}`" in raised.value.hint


def test_a_county_that_is_called_as_its_state_says_so(shipped: Record) -> None:
    answer = ask(shipped, "Hawaii")
    assert answer.query["understood"][0]["counties"][0]["name"] == "Hawaii County"
    assert "is a state, too" in answer.query["note"]
    assert "también es un estado" in ask(shipped, "Hawaii", lang="es").query["note"]


def test_the_district_is_asked_by_its_letters(shipped: Record) -> None:
    assert ask(shipped, "DC").rows == ask(shipped, "District of Columbia").rows


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("police in Tampa, FL", "Tampa, FL"),
        ("policía de Tampa, Florida", "Tampa, FL"),
        ("Tampa police department, FL", "Tampa, FL"),
        ("sheriff of York County, Maine", "York County, ME"),
        ("york county sheriff maine", "York County, ME"),
        ("houston police texas", "Houston, TX"),
        ("York County jail, ME", "York County, ME"),
        ("cárcel del condado de York, Maine", "York County, ME"),
        ("04090 Wells, ME", "Wells, ME"),
        ("Tampa Hillsborough County FL", "Tampa, FL"),
        ("Franklin Township Somerset County New Jersey", "Franklin township, Somerset County, NJ"),
        ("Wells, ME 04090", "Wells, ME"),
    ],
)
def test_who_asks_by_a_body_is_answered_by_its_place(shipped: Record, asked: str, same: str) -> None:
    assert ask(shipped, asked).rows == ask(shipped, same).rows


@pytest.mark.parametrize("body", ["{} sheriff, {}", "policía de {}, {}"])
def test_a_spanish_word_in_the_name_of_a_place_hides_no_body_of_it(body: str) -> None:
    known = [g for code in reference().states if (g := reference().gazetteer(code))]
    places = [(m.base, m.state) for g in known for m in g.municipalities]
    places += [(c.base, c.state) for g in known for c in g.counties]
    words = {"de", "del", *(word for word, told in SPANISH.items() if word != told)}
    named = [(name, state) for name, state in dict.fromkeys(places) if words & {*plain(name).split()}]
    assert len(named) > 90
    for name, state in named:
        asked = body.format(name, state)
        assert understand(asked, reference()).grounds == understand(f"{name}, {state}", reference()).grounds, asked


def test_a_town_with_a_letter_missing_is_found_or_offered(shipped: Record) -> None:
    answer = ask(shipped, "Talahassee, FL")
    assert [one["name"] for one in answer.query["understood"][0]["municipalities"]] == ["Tallahassee city"]
    assert "No place has the very name" in answer.query["note"]
    with pytest.raises(UsageError, match="no place by that very name") as raised:
        ask(shipped, "wels, me")
    assert "Wells town, York County, ME" in raised.value.hint


@pytest.mark.parametrize("asked", ["x" * 201, "\x00", "🚓", "'; DROP TABLE agencies", "12345 Main Street"])
def test_what_is_no_place_is_refused_in_a_line(shipped: Record, asked: str) -> None:
    with pytest.raises(UsageError) as raised:
        ask(shipped, asked)
    assert len(raised.value.message) < 120
    assert raised.value.hint


def test_every_listed_agency_with_a_place_is_found_where_it_is(shipped: Record) -> None:
    """By the Census code of its town, or by its county: none that ICE lists is lost."""
    with shipped.reading() as connection:
        for agency in shipped.agencies(status="active").rows[::7]:
            place = agency["place_geoid"]
            if place and agency["jurisdiction"] == "municipal":
                found = where(connection, place)
            elif agency["county_fips"] and agency["state"] not in ("CT", "GU", "MP"):
                county = next(c for c in reference().counties_of(agency["state"]) if c.fips == agency["county_fips"])
                found = where(connection, f"{county.name}, {agency['state']}")
            else:
                continue
            assert agency["agency_id"] in {row["agency_id"] for row in found}, agency["agency_id"]


def test_spanish(shipped: Record) -> None:
    rows = by_name(ask(shipped, "Wells, ME", lang="es"))
    assert rows["York County Sheriff's Office"]["relation"].startswith("un organismo de York County")
    with pytest.raises(UsageError):
        ask(shipped, "Wells, ME", lang="fr")


@pytest.mark.parametrize(
    "place", ["", "  ", "Xyzzy, ME", "00000", "123", "Maine", "Springfield", "'; DROP TABLE x; --"]
)
def test_what_means_nothing_says_what_to_try(shipped: Record, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(shipped, place)
    assert caught.value.hint


def test_an_error_of_many_places_can_be_copied(shipped: Record) -> None:
    with pytest.raises(UsageError) as caught:
        ask(shipped, "Franklin Township, NJ")
    choices = caught.value.hint.split(": ", 1)[1].split("; ")
    assert len(choices) == 4
    for choice in choices:
        assert len(ask(shipped, choice)) > 0


def test_a_wrong_day_is_told(shipped: Record) -> None:
    with pytest.raises(UsageError):
        ask(shipped, "Wells, ME", "yesterday")


def test_before_the_first_list_nothing_is_listed(shipped: Record) -> None:
    answer = ask(shipped, "Polk County, FL", "2000-01-01")
    assert answer.publication is None
    assert not [row for row in answer if row["listed"]]
    assert {row["status"] for row in answer} == {"not_known"}
    assert "does not hold" in answer.query["note"]


def test_an_answer_is_plain_data(shipped: Record) -> None:
    answer = ask(shipped, "04090")
    json.dumps([answer.rows, dict(answer.query)])
    assert answer.query["understood"] == [
        {"state": "ME", "municipalities": [{"name": "Wells town", "geoid": "2303181475"}],
         "counties": [{"name": "York County", "fips": "23031"}], "zip": "04090"}
    ]  # fmt: skip


def test_zip_codes_are_whole() -> None:
    codes = all_of_them()
    assert len(codes) > 40_000
    assert len({one.code for one in codes}) == len(codes)
    known = {c.fips for state in reference().states for c in reference().counties_of(state) if not c.legacy}
    assert all(set(one.counties) <= known for one in codes)
    assert sum(len(one.counties) > 1 for one in codes) > 9_000
    assert sum(not one.counties for one in codes) == 0
    assert zip_code("99999") is None


def test_a_police_named_after_two_towns_has_power_in_both_and_in_no_other(shipped: Record) -> None:
    name = "Monmouth Winthrop Police Department"
    for town in ("Monmouth", "Winthrop"):
        row = by_name(ask(shipped, f"{town}, ME"))[name]
        assert row["reach"] == "place"
        assert "Monmouth" in row["relation"]
        assert "Winthrop" in row["relation"]
    assert name not in by_name(ask(shipped, "Augusta, ME"))
    assert by_name(ask(shipped, "Kennebec County, ME"))[name]["reach"] == "inside"


@pytest.mark.parametrize(
    ("state", "county", "name", "towns"),
    [
        ("ME", "23011", "Monmouth/Winthrop Police", ["Monmouth town", "Winthrop town"]),
        ("OR", "41071", "Newberg-Dundee Police Department", ["Newberg city", "Dundee city"]),
        ("NY", "36051", "Nunda Town and Village Police Department", ["Nunda town", "Nunda village"]),
        ("NY", "36117", "Macedon Town and Village Police Department", ["Macedon town"]),
        ("PA", "42059", "Greene Washington Regional Police Department", []),
        ("PA", "42011", "Colebrookdale District", []),
        ("PA", "42001", "Eastern Adams Regional Police Department", []),
        ("ME", "23031", "Monmouth Winthrop Police Department", []),
    ],
)
def test_towns_are_read_from_a_name_only_where_it_names_them(
    state: str, county: str, name: str, towns: list[str]
) -> None:
    gazetteer = reference().gazetteer(state)
    assert gazetteer is not None
    assert sorted(town.name for town in towns_named(gazetteer, [county], name)) == sorted(towns)


def test_a_task_force_of_several_counties_does_not_claim_all_of_the_one_it_sits_in(shipped: Record) -> None:
    rows = by_name(ask(shipped, "Marion County, WV"))
    assert rows["Three Rivers Drug and Violent Crime Task Force"]["reach"] == "perhaps"
    rows = by_name(ask(shipped, "Marion County, AL"))
    assert rows["Marion County Drug Task Force"]["reach"] == "county"


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("San Jacinto College,", "campus", "San Jacinto College"),
        ("Fire Marshal's Office", "regional", "Harris County Fire Marshal's Office"),
        ("County Detective", "regional", "Harris County Detective"),
        ("Independent School District: Conroe", "campus", "Conroe Independent School District"),
        ("Independent School District", "campus", None),
        ("State Treasurer's Office", "state", "Texas State Treasurer's Office"),
        ("State Park Rangers: Elk Knob", "state", "Elk Knob State Park Rangers"),
        ("Texas Medical Center", "regional", "Texas Medical Center"),
        ("Union Pacific Railroad: Madera County", "port", "Union Pacific Railroad: Madera County"),
    ],
)
def test_a_name_without_a_name_in_it_is_told_by_its_county_or_left_out(
    name: str, kind: Jurisdiction, said: str | None
) -> None:
    assert called(name, kind, "Harris County", "Texas") == said


def test_no_body_of_the_largest_county_of_texas_has_a_name_that_nobody_can_tell(shipped: Record) -> None:
    names = by_name(ask(shipped, "Harris County, TX"))
    assert "Harris County Fire Marshal's Office" in names
    assert not names.keys() & {"Independent School District", "Fire Marshal's Office"}
    assert not [name for name in names if name.endswith((",", ":"))]


def test_a_jail_that_takes_the_sheriffs_code_leaves_the_sheriff_out(shipped: Record) -> None:
    rows = by_name(ask(shipped, "Ebensburg, PA"))
    assert rows["Cambria County Sheriff's Office"]["ori9"] == "PA0110000"
    assert rows["Cambria County Prison"]["ori9"] is None
    held: dict[str, set[str]] = {}
    for agency in shipped.agencies():
        held.setdefault(agency["ori9"] or agency["agency_id"], set()).add(agency["jurisdiction"])
    assert [code for code, kinds in held.items() if len(kinds) > 1] == []


def test_a_retired_name_is_no_body_that_was_never_listed(shipped: Record) -> None:
    rows = by_name(ask(shipped, "Bay County, FL"))
    retired = {"Florida Game Commission", "Florida Department of Insurance"}
    assert not [name for name in rows if name in retired or "Treasurer" in name]
    assert rows["Florida Fish & Wildlife Conservation Commission"]["listed"]
    assert len([name for name in rows if "Wildlife" in name]) == 1
    unlisted = [name for name, row in rows.items() if "Financial Services" in name and not row["agency_id"]]
    assert unlisted == []


def test_a_body_of_the_state_is_told_by_its_name_of_today(shipped: Record) -> None:
    rows = by_name(ask(shipped, "Montpelier, VT"))
    assert rows["Vermont Department of Liquor and Lottery"]["status"] == "never"
    alabama = by_name(ask(shipped, "Mobile, AL"))
    assert alabama["Alabama Law Enforcement Agency"]["ori9"] == "ALLEA0000"
    assert not [name for name in alabama if "Highway Patrol" in name]


def test_a_place_without_a_government_has_the_police_of_its_township(shipped: Record) -> None:
    hershey = ask(shipped, "Hershey CDP, PA")
    derry = by_name(hershey)["Derry Township Police Department, Dauphin County"]
    assert (derry["ori9"], derry["reach"]) == ("PA0221500", "perhaps")
    assert derry["relation"] == "a body of Derry township, 1 mi from the middle of Hershey CDP, which may lie in it"
    assert "no government" in hershey.query["note"]
    levittown = {row["name"] for row in ask(shipped, "Levittown, PA") if "Township" in row["name"]}
    assert levittown == {
        "Bristol Township Police Department", "Falls Township Police Department, Bucks County",
        "Middletown Township Police Department",
    }  # fmt: skip


def test_a_place_in_the_town_of_its_name_has_the_police_of_the_town(shipped: Record) -> None:
    answer = ask(shipped, "Gorham CDP, NH")
    gorham = by_name(answer)["Gorham Police Department"]
    assert (gorham["agency_id"], gorham["reach"]) == ("nh-gorham-police-department", "place")
    assert "no government" not in answer.query["note"]


def test_where_no_township_has_police_none_is_spoken_of(shipped: Record) -> None:
    answer = ask(shipped, "Brandon CDP, FL")
    assert "township" not in answer.query.get("note", "")
    assert not [row for row in answer if "may lie" in row["relation"]]


def test_a_place_is_said_to_lie_only_in_its_own_counties(shipped: Record) -> None:
    rows = by_name(ask(shipped, "17033"))
    assert rows["Lebanon County Sheriff's Office"]["relation"] == (
        "a body of Lebanon County; ZIP code 17033 reaches into 2 counties"
    )
    assert rows["Derry Township Police Department, Dauphin County"]["reach"] == "perhaps"
    assert not [row for row in rows.values() if "Lebanon County, in which Hershey" in row["relation"]]
    assert "in which Levittown CDP lies" in by_name(ask(shipped, "19057"))["Bucks County Sheriff's Office"]["relation"]


@pytest.mark.parametrize(
    "place", ["Louisville, KY", "Jacksonville, FL", "Nashville, TN", "Las Vegas, NV", "Denver, CO"]
)
def test_one_body_is_not_there_twice(shipped: Record, place: str) -> None:
    """A city that is one with its county has one police, by whatever codes the FBI lists it."""
    rows = ask(shipped, place).rows
    codes = [row["ori9"] for row in rows if row["ori9"]]
    assert sorted(set(codes)) == sorted(codes)
    assert "Jacksonville" not in {row["name"] for row in rows}


@pytest.mark.parametrize(
    ("place", "day", "agency", "status"),
    [
        ("Lake Placid, FL", "2025-03-06", "fl-lake-placid-police-department", "listed"),
        ("Crow Wing County, MN", "2025-03-27", "mn-crow-wing-county-sheriffs-office", "listed"),
        ("McKenzie County, ND", "2025-03-17", "nd-mckenzie-county-sheriffs-office", "pending"),
    ],
)
def test_a_row_printed_in_a_wrong_state_counts_for_the_right_one(
    shipped: Record, place: str, day: str, agency: str, status: str
) -> None:
    """It was told to be no longer listed on the first list that named it."""
    (line,) = (row for row in ask(shipped, place, day) if row["agency_id"] == agency)
    assert line["status"] == status


def test_a_marshal_of_one_parish_has_no_power_in_the_parish_of_a_namesake_that_is_known_by_hand() -> None:
    marshal = {"jurisdiction": "constable_district", "place_geoid": None, "spellings": ["Ward 5 Marshal's Office"]}
    for county in ("22003", "22105"):
        assert set(counties_of(reference().of("LA"), {**marshal, "county_fips": county})) == {county}


def test_a_township_s_own_police_is_no_regional_one(shipped: Record) -> None:
    assert town_words("Clinton Township Police Department") == "clinton"
    rows = by_name(ask(shipped, "Clinton charter township, Macomb County, MI"))
    assert rows["Clinton Township Police Department"]["reach"] == "place"
    assert "Clinton Township Police Department" not in by_name(ask(shipped, "Warren city, MI"))
    assert "Beaver Dam Township Police Department" not in by_name(ask(shipped, "Beaver Dam city, WI"))


@pytest.mark.parametrize(
    ("place", "far", "near"),
    [
        ("Prior Lake, MN", {"Red Lake Agency", "Leech Lake Band of Ojibwe", "Nett Lake Tribal"}, set()),
        ("Moreno Valley, CA", {"Coyote Valley Tribal", "Hoopa Valley Tribal"}, set()),
        ("River Falls, WI", {"Bad River Tribal"}, set()),
        ("Port Angeles, WA", {"Port Gamble S'Klallam Tribal"}, set()),
        ("Window Rock, AZ", {"San Carlos Apache", "Tonto Apache Tribal"}, {"Navajo Nation"}),
        ("Blue Lake, CA", {"Coyote Valley Tribal"}, {"Blue Lake Tribal"}),
        ("Zuni Pueblo, NM", {"Santa Clara Pueblo"}, {"Zuni Tribal"}),
    ],
)
def test_a_tribe_is_not_in_every_place_that_shares_a_word_with_it(
    shipped: Record, place: str, far: set[str], near: set[str]
) -> None:
    names = by_name(ask(shipped, place)).keys()
    assert not far & names
    assert near <= names


@pytest.mark.parametrize(
    "place", ["River Falls, WI", "Avenal, CA", "Menifee, CA", "San Ramon, CA", "Cleona, PA", "Guam"]
)
def test_a_police_under_an_older_code_is_not_there_again(shipped: Record, place: str) -> None:
    rows = ask(shipped, place).rows
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names))
    assert not {row["ori9"] for row in rows} & {"WI0480100", "CA016070X", "CA033780X", "PA0380800", "GMTGM0000"}


def test_the_police_of_a_city_that_is_a_bureau_is_no_regional_one(shipped: Record) -> None:
    bureau = "Pittsburgh Bureau of Police"
    assert by_name(ask(shipped, "Pittsburgh, PA"))[bureau]["reach"] == "place"
    assert bureau not in by_name(ask(shipped, "Sewickley borough, PA"))


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Richmond, VA", "Richmond City Sheriff's Office"),
        ("Roanoke, VA", "Roanoke City Sheriff's Office"),
        ("Baltimore, MD", "Baltimore City Sheriff's Office"),
    ],
)
def test_the_sheriff_of_an_independent_city_has_power_in_all_of_it(shipped: Record, place: str, name: str) -> None:
    row = by_name(ask(shipped, place))[name]
    assert (row["reach"], row["jurisdiction"]) == ("county", "county")


@pytest.mark.parametrize(
    ("place", "code", "other"),
    [
        ("Savannah, GA", "GA0250300", "Pooler, GA"),
        ("Hallandale Beach, FL", "FL0060400", "Davie, FL"),
        ("Dania Beach, FL", "FL0060100", "Davie, FL"),
        ("Pryor Creek, OK", "OK0490200", "Locust Grove, OK"),
    ],
)
def test_a_police_that_the_fbi_names_otherwise_than_its_city_is_the_city_s(
    shipped: Record, place: str, code: str, other: str
) -> None:
    (own,) = (row for row in ask(shipped, place) if row["ori9"] == code)
    assert (own["reach"], own["name"]) == ("place", place.split(",")[0] + " Police Department")
    assert code not in {row["ori9"] for row in ask(shipped, other)}


@pytest.mark.parametrize("place", ["Superior village, WI", "Superior town, WI", "Waukesha village, WI"])
def test_the_police_of_a_city_is_not_that_of_the_village_or_town_of_its_name(shipped: Record, place: str) -> None:
    rows = by_name(ask(shipped, place))
    city = f"{place.split()[0]} Police Department"
    assert city not in rows or rows[city]["reach"] != "place"


@pytest.mark.parametrize(("place", "code"), [("Deltona, FL", "FL064250X"), ("Wellington, FL", "FL050950X")])
def test_a_police_of_whom_the_fbi_counts_nobody_is_not_told_as_if_it_were_one(
    shipped: Record, place: str, code: str
) -> None:
    (row,) = (row for row in ask(shipped, place) if row["ori9"] == code)
    assert row["relation"].endswith("; the FBI counts no employee of it")


@pytest.mark.parametrize(
    ("place", "county", "name"),
    [
        ("Madison, WI", "Dane County, WI", "Town of Madison Police Department"),
        ("Menasha, WI", "Winnebago County, WI", "Town of Menasha"),
    ],
)
def test_the_police_of_a_town_that_is_gone_is_not_the_city_s(
    shipped: Record, place: str, county: str, name: str
) -> None:
    assert name not in by_name(ask(shipped, place))
    assert name in by_name(ask(shipped, county))


def test_the_police_of_a_town_and_its_village_is_the_town_s_where_the_village_is_gone(shipped: Record) -> None:
    macedon = by_name(ask(shipped, "Macedon, NY"))["Macedon Town and Village Police Department"]
    assert (macedon["reach"], macedon["relation"]) == ("place", "a body of Macedon town, in Wayne County")


def test_a_town_s_police_is_not_the_plantation_s_of_its_name(shipped: Record) -> None:
    assert "Rangeley Police Department" not in by_name(ask(shipped, "Rangeley plantation, ME"))
    assert by_name(ask(shipped, "Rangeley town, ME"))["Rangeley Police Department"]["reach"] == "place"


def test_a_police_with_two_codes_is_one_body_also_where_one_name_is_longer(shipped: Record) -> None:
    codes = [row["ori9"] for row in ask(shipped, "Pequea township, PA") if row["reach"] == "place"]
    assert [code for code in codes if code in ("PA0362700", "PA0363500")] == ["PA0363500"]


def test_no_town_has_two_police_of_one_name_and_kind() -> None:
    for state in reference().states:
        gazetteer = reference().of(state)
        for town in (town for town in gazetteer.municipalities if len(of_town(gazetteer, town)) > 1):
            ground = Ground(state, (town,), ())
            own = [(town_words(b.name), said_kind(b.name)) for b in bodies(gazetteer, ground) if b.reach == "place"]
            assert len(own) == len(set(own)), town
