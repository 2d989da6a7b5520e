"""Corrections: they count beside what is printed, each makes an event of ours, and does nothing once ICE is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287 import curation
from roster287.curation import CORRECTED_FIELDS, Correction
from roster287.errors import JudgementError
from roster287.record import Record
from roster287.register.queries import sheets
from tests.identity.histories import TASK, Lists, county_row, history, sheriff, told, url
from tests.support.workbooks import row


def correction(
    field: str, printed: str, corrected: str, agency: str = "York County Sheriff's Office", **more: str
) -> Correction:
    given = {
        "state": "ME",
        "model": "",
        "signed": "",
        "who": "editors",
        "when": "2026-01-02",
        "why": "w",
        "evidence": "e",
    }
    return Correction(field=field, agency=agency, printed=printed, corrected=corrected, **(given | more))


@pytest.fixture
def corrected(monkeypatch: pytest.MonkeyPatch) -> list[Correction]:
    """The corrections in force, to be filled by a test."""
    found: list[Correction] = []
    monkeypatch.setattr(curation, "corrections", lambda: found)
    return found


def ours(record: Record) -> list[tuple[str, object, object]]:
    return [(e["date"], e["before"], e["after"]) for e in record.changes(kind="corrected")]


def test_a_date_printed_a_year_early_counts_as_corrected_and_is_shown_beside_what_is_printed(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(correction("signed", "2024-05-12", "2025-05-12"))
    with history(tmp_path, [("2025-05-13", [sheriff("2024-05-12")])]) as record:
        (agreement,) = record.agreements(state="ME")
        assert (agreement["agreement_id"].rpartition("/")[2], agreement["signed"]) == ("2025-05-12", "2025-05-12")
        (line,) = record.on("2025-05-13", state="ME")
        assert line["signed"] == "2024-05-12"
        assert line["corrections"] == [{"field": "signed", "printed": "2024-05-12", "corrected": "2025-05-12"}]
        assert ours(record) == [("2026-01-02", {"signed": "2024-05-12"}, {"signed": "2025-05-12"})]
        led = {row["agreement_id"] for row in record.evidence(f"{agreement['agency_id']}/task_force/2024-05-12")}
        assert led == {agreement["agreement_id"]}


def test_one_correction_for_two_printings_of_a_name_is_told_once_with_the_proof_of_both(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    names = ("York County Sheriff's Office", "York Place Sheriff's Office")
    corrected += [correction("county", "Cumberland County", "York County", name) for name in names]
    corrected.append(correction("agency", names[1], names[0], names[1]))
    lists = [
        (day, [county_row("MAINE", name, "Cumberland County", TASK, "2025-05-12")])
        for day, name in zip(("2025-05-13", "2025-05-14"), names, strict=True)
    ]
    with history(tmp_path, lists) as record:
        (event,) = [event for event in record.changes(kind="corrected") if "county" in event["before"]]
        assert event["event_id"].endswith("/me-york-county-sheriffs-office/county")
        assert [proof["publication_id"][14:24] for proof in event["evidence"]] == ["2025-05-13", "2025-05-14"]


def test_a_row_under_the_wrong_state_is_the_agency_s_and_no_departure(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(correction("state", "ME", "PA"))
    there = county_row("PENNSYLVANIA", "York County Sheriff's Office", "York County", TASK, "2025-05-12")
    with history(tmp_path, [("2025-05-13", [sheriff()]), ("2025-05-14", [there])]) as record:
        assert told(record, "ME") == []
        assert [line.split()[1] for line in told(record, "PA")] == ["signed"]
        (shown,) = record.show("me-york-county-sheriffs-office")
        assert shown["agency"]["agency_id"] == "pa-york-county-sheriffs-office"


def test_once_ice_prints_the_right_value_the_correction_does_nothing(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(correction("county", "Cumberland County", "York County", "Saco Police Department"))
    wrong = row("MAINE", "Saco Police Department", county="Cumberland County", moa="link pending")
    right = row("MAINE", "Saco Police Department", county="York County", moa="link pending")
    with history(tmp_path, [("2025-05-13", [wrong]), ("2025-05-14", [right])]) as record:
        assert [line["corrections"] != [] for line in record.on("2025-05-13", state="ME")] == [True]
        assert [line["corrections"] for line in record.on("2025-05-14", state="ME")] == [[]]
        assert [line.split()[1] for line in told(record)] == ["signed"]


def test_a_document_of_another_agency_is_not_counted_where_the_right_one_is_not_known(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(correction("moa_url", url("KitteryPD"), ""))
    lists: Lists = [
        ("2025-05-13", [sheriff(moa_url=url("KitteryPD"))]),
        ("2025-05-14", [sheriff(moa_url=url("YorkCountySO"))]),
    ]
    with history(tmp_path, lists) as record:
        assert told(record)[1:] == ["05-14 document_posted None -> YorkCountySO.pdf"]
        (line,) = record.on("2025-05-13", state="ME")
        assert line["moa_url"] == url("KitteryPD")
        (event,) = record.changes(kind="corrected")
        assert "does not count" in event["sentence"]


def test_what_ice_prints_otherwise_is_told_beside_what_it_printed_before_and_not_beside_our_correction(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(correction("county", "Cumberland County", "York County"))
    corrected.append(correction("signed", "2024-05-12", "2025-05-12"))
    wrong = dict(sheriff("2024-05-12")) | {"county": "Cumberland County"}
    lists: Lists = [
        ("2025-05-13", [wrong]),
        ("2025-05-14", [dict(sheriff("2025-05-11")) | {"county": "Oxford County"}]),
    ]
    with history(tmp_path, lists) as record:
        assert told(record)[1:] == [
            "05-14 redated 2024-05-12 -> 2025-05-11",
            "05-14 details_changed Cumberland County -> Oxford County",
        ]


def test_a_misprinted_name_does_not_bring_back_what_was_corrected(tmp_path: Path, corrected: list[Correction]) -> None:
    corrected.append(correction("county", "Gorges County", "York County", "Kennebunkport Police Department"))
    cells = {"county": "Gorges County", "signed": "2025-05-12", "moa": "link pending"}
    names = ("Kennebunkport Police Department", "Kennebukprt Police Department")
    lists: Lists = [(f"2025-05-{13 + n}", [row("MAINE", name, **cells)]) for n, name in enumerate(names)]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "renamed"]
        assert [line["corrections"] != [] for line in record.on("2025-05-14", state="ME")] == [True]


@pytest.mark.parametrize("right", ["York", ""])
def test_the_link_of_another_s_document_stays_wrong_when_the_date_beside_it_moves(
    right: str, tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(correction("moa_url", url("KitteryPD"), right and url(right), signed="2025-05-12"))
    lists: Lists = [
        ("2025-05-13", [sheriff(moa_url=url("KitteryPD"))]),
        ("2025-06-26", [sheriff("2025-06-26", moa_url=url("KitteryPD"))]),
        ("2025-11-26", [sheriff("2025-11-26", moa_url=url("KitteryPD"))]),
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "redated", "redated"]


def test_a_correction_is_narrowed_by_model_and_date(tmp_path: Path, corrected: list[Correction]) -> None:
    corrected.append(correction("agency", "York County Sheriff's Office", "York County Jail", signed="2025-05-02"))
    with history(tmp_path, [("2025-05-13", [sheriff(), sheriff("2025-05-02", "Warrant Service Officer")])]) as record:
        assert [a["agency_id"] for a in record.agencies(state="ME")] == [
            "me-york-county-jail",
            "me-york-county-sheriffs-office",
        ]


@pytest.mark.parametrize(
    "cells",
    [
        {"county": "CUMBERLAND COUNTY"},
        {"agency": "York County Sheriff's Department"},
        {"moa_url": "http://ice.gov/doclib/287g/other.pdf?v=2"},
    ],
    ids=["capitals", "other words for the body", "the document from elsewhere"],
)
def test_what_was_corrected_stays_so_when_ice_only_spells_it_otherwise(
    tmp_path: Path, corrected: list[Correction], cells: dict[str, str]
) -> None:
    corrected.append(correction("county", "Cumberland County", "York County"))
    corrected.append(correction("moa_url", url("other"), url("york")))
    wrong = dict(sheriff(moa_url=url("other"))) | {"county": "Cumberland County"}
    with history(tmp_path, [("2025-05-13", [wrong]), ("2025-05-14", [wrong | cells])]) as record:
        assert len(list(record.agencies(state="ME"))) == 1
        kinds = [line.split()[1] for line in told(record)]
        assert kinds == ["signed", "renamed"][: 1 + ("agency" in cells)]


def test_every_correction_of_the_package_still_applies_to_the_lists_and_says_why(full: Record) -> None:
    told_of = {(e["date"], *(e["before"] or {}).items()) for e in full.changes(kind="corrected")}
    for one in curation.corrections():
        assert one.field in CORRECTED_FIELDS
        assert one.printed != one.corrected
        assert one.why
        assert one.evidence
        assert (one.when, (one.field, one.printed)) in told_of, f"applies to no row: {one}"


def test_a_misspelt_field_of_a_correction_is_refused() -> None:
    line = dict.fromkeys(Correction._fields, "x")
    assert curation.corrected([{**line, "field": "moa_url"}])[0].field == "moa_url"
    with pytest.raises(JudgementError, match="moa_ulr"):
        curation.corrected([{**line, "field": "moa_ulr"}])


def test_a_name_that_a_corrected_row_prints_is_a_spelling_of_the_agency_that_it_counts_for(
    tmp_path: Path, corrected: list[Correction]
) -> None:
    corrected.append(
        correction("agency", "York County Jail", "York County Sheriff's Office", agency="York County Jail")
    )
    jail = county_row("MAINE", "York County JAIL", "York County", TASK, "2025-05-12")
    with history(tmp_path, [("2025-05-13", [jail]), ("2025-05-20", [sheriff()])]) as record:
        (agency,) = record.agencies(state="ME")
        assert agency["spellings"] == ["York County JAIL", "York County Sheriff's Office"]
        (shown,) = record.show(agency["agency_id"])
    assert [(line["name"], line["first_listed"], line["last_listed"]) for line in shown["spellings"]] == [
        ("York County JAIL", "2025-05-13", "2025-05-13"), ("York County Sheriff's Office", "2025-05-20", "2025-05-20"),
    ]  # fmt: skip


def test_a_county_that_its_state_does_not_have_is_not_the_agency_s(tmp_path: Path) -> None:
    of_state = {"signed": "2025-05-12", "type": "State Agency"}
    printed = [
        row("WEST VIRGINIA", "West Virginia State Police", county="Washington County", **of_state),
        row("ARKANSAS", "Arkansas Department of Corrections", county="Pulaksi County", **of_state),
        row("WYOMING", "Wyoming State Highway Patrol", county="Laramie County", **of_state),
    ]
    with history(tmp_path, [("2025-05-13", printed)]) as record:
        found = {code: record.agencies(state=code).rows[0]["county"] for code in ("WV", "AR", "WY")}
    assert found == {"WV": None, "AR": None, "WY": "Laramie County"}


def test_every_name_that_is_printed_of_an_agency_is_its_spelling_with_its_first_and_last_day(shipped: Record) -> None:
    days: dict[tuple[str, str], set[str]] = {}
    with shipped.reading() as connection:
        told = sheets.spellings(connection)
        printed = sheets.sheets(connection)
    for line in shipped.lists(status="accepted"):
        for number in set(printed.layouts[line["sha256"]].rows):
            _, what, owner = printed.rows[number]
            if owner.agency_id is not None:
                days.setdefault((owner.agency_id, what.agency), set()).add(line["date"])
    assert {(line["agency_id"], line["name"]): (line["first_listed"], line["last_listed"]) for line in told} == {
        key: (min(of), max(of)) for key, of in days.items()
    }
