"""A list that cannot be trusted is kept and explained, changes nothing that readers see, and loses nothing."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest

from roster287.cli.main import main
from roster287.errors import UsageError
from roster287.record import open as open_record
from roster287.stages import onward, recording
from tests.support.lives import Lines, empty_record, list_file, outputs_of
from tests.support.stores import copy
from tests.support.workbooks import PENDING_HEADER, Formula, Sheet, row, workbook

STATES = ("MAINE", "FLORIDA", "TEXAS", "GEORGIA", "OHIO", "UTAH", "KANSAS", "ALABAMA", "NEVADA", "IDAHO")


def good_rows(count: int = 60) -> list[dict[str, object]]:
    """Rows of agencies spread over ten states."""
    return [
        row(STATES[n % 10], f"Town{n:03d} Police Department", county=f"Place{n} County", signed="2025-03-01")
        for n in range(count)
    ]


def unlike_rows(count: int) -> list[dict[str, object]]:
    """Rows of names that are unlike each other: of each two that are alike, it is asked whether they are one."""
    chance = random.Random(287)
    names = [f"{''.join(chance.choices(ascii_lowercase, k=9)).title()} Police Department" for _ in range(count)]
    return [line | {"agency": name} for line, name in zip(good_rows(count), names, strict=True)]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows one good list of each kind; only copy it."""
    folder = tmp_path_factory.mktemp("good")
    files = [
        list_file(folder, "2025-04-02", good_rows()),
        list_file(folder, "2025-04-02", [row("MAINE", "Sanford Police Department")], pending=True),
    ]
    with empty_record(folder / "home") as record:
        record.sync(files)
    return folder / "home"


@pytest.fixture
def home(good: Path, tmp_path: Path) -> Path:
    """A copy of that home."""
    copy(good, tmp_path / "home")
    return tmp_path / "home"


def zeros() -> bytes:
    """300 MB of zeros in a small zip that says it is a workbook."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(good_rows()))) as good,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            if not name.endswith("sheet1.xml"):
                bad.writestr(name, good.read(name))
        with bad.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(bytes(1_000_000))
    return buffer.getvalue()


GOOD = workbook(good_rows(), modified="2025-04-03T12:00:00Z")
BAD: dict[str, bytes] = {
    "empty": b"",
    "truncated": GOOD[: len(GOOD) // 2],
    "html": b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>No permission</body></html>",
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "text": b"STATE\tAGENCY\nMAINE\tWells\n",
    "wrong columns": workbook([["a", "b", "c"]] * 60, columns=("ONE", "TWO", "THREE")),
    "a column gone": workbook(
        good_rows(), columns=("STATE", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
    ),
    "a column more": workbook(
        [
            [
                *("MAINE", "Wells Police Department", "Municipality", "York", "Task Force Model", "2025-04-02", "link"),
                "East",
            ]
        ],
        columns=("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "REGION"),
    ),
    "half the rows gone": workbook(good_rows(30), modified="2025-04-03T12:00:00Z"),
    "no rows": workbook([], modified="2025-04-03T12:00:00Z"),
    "every row twice": workbook([*good_rows(), *good_rows()], modified="2025-04-03T12:00:00Z"),
    "names left to a formula that gave nothing": workbook(
        [{**line, "agency": Formula("A1")} if n < 3 else line for n, line in enumerate(good_rows())],
        modified="2025-04-03T12:00:00Z",
    ),
    "ten of its rows on a second sheet": workbook(
        good_rows()[:-10], others=[Sheet(good_rows()[-10:], name="Sheet2")], modified="2025-04-03T12:00:00Z"
    ),
    "models that went with other rows": workbook(
        [{**line, "model": "Warrant Service Officer"} if n % 2 else line for n, line in enumerate(good_rows())],
        modified="2025-04-03T12:00:00Z",
    ),
    "types that went with other rows": workbook(
        [{**line, "type": "County"} if n % 2 else line for n, line in enumerate(good_rows())],
        modified="2025-04-03T12:00:00Z",
    ),
    "codes for names": workbook(
        [{**line, "agency": f"LEA-{n:05d}"} for n, line in enumerate(good_rows())], modified="2025-04-03T12:00:00Z"
    ),
    "every date by four years later": workbook(
        [{**line, "signed": "2029-03-02"} for line in good_rows()], modified="2025-04-03T12:00:00Z"
    ),
    "counties a row lower": workbook(
        [
            {**line, "county": above["county"]}
            for line, above in zip(good_rows(), [*good_rows()[-1:], *good_rows()[:-1]], strict=True)
        ],
        modified="2025-04-03T12:00:00Z",
    ),
    "the other list less a column": workbook(good_rows(), kind="pending", modified="2025-04-03T12:00:00Z"),
}


@pytest.mark.parametrize("what", [*BAD, "zeros"])
def test_a_bad_list_is_set_aside_and_the_record_stays(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    before = outputs_of(home)
    file = tmp_path / "participatingAgencies04032025am.xlsx"
    bad = zeros() if what == "zeros" else BAD[what]
    file.write_bytes(bad)
    code = main(["--home", str(home), "sync", "--from", str(file)])
    printed = capsys.readouterr()
    assert code == 5
    assert "Traceback" not in printed.err
    aside, hint = printed.err.strip().split("\n")
    assert aside.startswith(f"roster287: set aside {file.name}: ")
    unread = what in ("empty", "truncated", "html", "zeros", "pdf", "text", "wrong columns", "a column gone")
    assert ("Get the list again" if unread else "--accept") in hint
    after = outputs_of(home)
    assert after[1:] == before[1:], "agencies, agreements, applications or changes moved"
    with open_record(home) as record:
        (line,) = record.lists(status="set_aside")
        assert line["reason"]
        assert record.home.objects.get(line["sha256"]) == bad, "the bytes were not kept"
        assert record.verify().rows == ()
        assert all(output["same"] for output in record.rebuild())


def test_a_pending_list_beside_the_list_is_told_and_the_list_is_read(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pending = Sheet([["MAINE", "Monmouth Police", "Municipality", "", "Task Force Model"]], PENDING_HEADER, name="Wait")
    file = tmp_path / "participatingAgencies04032025am.xlsx"
    file.write_bytes(workbook(good_rows(), others=[pending], modified="2025-04-03T12:00:00Z"))
    assert main(["--home", str(home), "sync", "--from", str(file)]) == 0
    told = capsys.readouterr().err
    assert told == f"roster287: {file.name}: The sheet 'Wait' holds a second list (pending), which was not read.\n"
    with open_record(home) as record:
        assert not record.lists(status="set_aside")


def test_a_row_that_makes_no_agreement_is_told_and_not_lost_silently(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = [row("MAINE", "Wells Police Department", model="Model Nine"), row("", "Saco Police Department")]
    file = list_file(tmp_path, "2025-04-03", [*good_rows(), *strange])
    assert main(["--home", str(home), "--format", "ndjson", "sync", "--from", str(file)]) == 0
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(
        f"roster287: {file.name}: Row 62 makes no agreement. The support type cannot be told from what is printed. "
        "It prints “MAINE”, “Wells Police Department”, "
    )
    assert "“Model Nine”" in first
    assert "Row 63 makes no agreement. The row names no state." in second


def test_an_agreement_under_another_state_is_pointed_out(home: Path, tmp_path: Path) -> None:
    """ICE has printed a New York agency in Florida: the first agency in a state would be news, and false."""
    moved = [line | {"state": "VERMONT"} if n == 3 else line for n, line in enumerate(good_rows())]
    with open_record(home) as record:
        done = record.sync([list_file(tmp_path, "2025-04-03", moved)]).done
        (told,) = [sentence for _, sentence in done.notices]
        assert told.startswith(
            "Row 5 prints Town003 Police Department in Vermont; the list before it had the same model"
        )
        assert "in Georgia" in told
        new = row("VERMONT", "Town003 Police Department", county=str(moved[3]["county"]), signed="2025-04-07")
        assert record.sync([list_file(tmp_path, "2025-04-08", [*moved, new])]).done.notices == ()


def test_a_participating_list_whose_dates_stand_under_a_strange_header_is_no_pending_list(
    home: Path, tmp_path: Path
) -> None:
    columns = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "WHEN", "MOA")
    lines = [
        [*(line[c] for c in ("state", "agency", "type", "county", "model")), "2025-03-01", "link"]
        for line in good_rows()
    ]
    file = tmp_path / "participatingAgencies04032025am.xlsx"
    file.write_bytes(workbook(lines, columns=columns, modified="2025-04-03T12:00:00Z"))  # type: ignore[arg-type]
    with open_record(home) as record:
        before = record.applications().rows
        (aside,) = record.sync([file]).done.set_aside
        assert "60 of its 60 entries are agreements on the participating list" in aside.reason
        assert "a column that is not known: “WHEN”" in aside.reason
        assert record.applications().rows == before


def test_less_than_half_of_the_participating_list_without_its_dates_is_no_queue(tmp_path: Path) -> None:
    many = unlike_rows(250)
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", many)])
        (aside,) = record.sync([list_file(tmp_path, "2025-04-03", many[:120], pending=True)]).done.set_aside
        assert "120 of its 120 entries are agreements on the participating list" in aside.reason
        assert record.applications().rows == ()


def test_good_lists_before_and_after_a_bad_one_go_on(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "participatingAgencies04032025am.xlsx"
    bad.write_bytes(BAD["half the rows gone"])
    good = list_file(tmp_path, "2025-04-04", [*good_rows(), row("MAINE", "Wells Police Department")])
    with open_record(home) as record:
        assert [aside.file_name for aside in record.sync([bad]).done.set_aside] == [bad.name]
        done = record.sync([good]).done
        (event,) = record.told(done.events)
        assert (event["kind"], event["agency_id"]) == ("signed", "me-wells-police-department")
        assert done.set_aside == ()


def test_fifty_rows_gone_from_everywhere_are_seen_although_a_ratio_would_not(tmp_path: Path) -> None:
    many = unlike_rows(1300)
    lost = [line for n, line in enumerate(many) if n % 27 != 1 or n > 1323]
    files = [list_file(tmp_path, "2025-04-02", many), list_file(tmp_path, "2025-04-03", lost)]
    with empty_record(tmp_path / "home") as record:
        (aside,) = record.sync(files).done.set_aside
        assert "49 of 1300 rows are gone from 10 states" in aside.reason


def test_rows_lost_from_everywhere_are_seen_however_many_come_elsewhere(tmp_path: Path) -> None:
    many = unlike_rows(150)
    lost, come = many[20:100], [line | {"state": "FLORIDA", "signed": "2025-04-01"} for line in many[100:]]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", many[:100])])
        for day, grown in (("2025-04-03", 0), ("2025-04-04", 20), ("2025-04-05", 50)):
            (aside,) = record.sync([list_file(tmp_path, day, [*lost, *come[:grown]])]).done.set_aside
            assert "of 100 rows are gone from 10 states" in aside.reason
        assert record.changes().rows == ()


def test_names_that_are_all_spelled_otherwise_tell_of_no_departure(tmp_path: Path) -> None:
    """A row whose name no longer tells the agency does not stand for it; one that is spelled in another way does."""
    many = unlike_rows(100)
    spelled = [line | {"agency": str(line["agency"]).replace("Police Department", "Police")} for line in many]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", many)])
        done = record.sync([list_file(tmp_path, "2025-04-03", spelled)]).done
        assert done.set_aside == ()
        assert record.changes(kind="no_longer_listed").rows == ()
        blanked = [line | {"agency": f"See attached {n}"} if n % 5 == 0 else line for n, line in enumerate(spelled)]
        (aside,) = record.sync([list_file(tmp_path, "2025-04-04", blanked)]).done.set_aside
        assert "20 of 100 rows are gone" in aside.reason


def test_a_list_that_lacks_its_end_is_no_exodus(tmp_path: Path) -> None:
    whole = [row(state, f"Town{n} Police Department") for state in sorted(STATES) for n in range(20)]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-03", whole)])
        (aside,) = record.sync([list_file(tmp_path, "2025-04-04", whole[:-23])]).done.set_aside
        assert "The last 23 rows of the list before it" in aside.reason
        grown = [*(row("ALABAMA", f"Bay{n} Police Department") for n in range(30)), *whole[:-23]]
        (aside,) = record.sync([list_file(tmp_path, "2025-04-05", grown)]).done.set_aside
        assert "The last 23 rows of the list before it" in aside.reason
        respelled = [*whole[:-30], *(line | {"agency": str(line["agency"]).upper()[:-3]} for line in whole[-30:])]
        assert record.sync([list_file(tmp_path, "2025-04-07", respelled)]).done.set_aside == ()


def test_a_state_that_ends_all_of_its_agreements_is_believed(tmp_path: Path) -> None:
    many = good_rows(400)
    files = [
        list_file(tmp_path, "2025-04-02", many),
        list_file(tmp_path, "2025-04-03", [line for line in many if line["state"] != "MAINE"]),
    ]
    with empty_record(tmp_path / "home") as record:
        done = record.sync(files[:1]).done
        done = record.sync(files[1:]).done
        assert done.set_aside == ()
        assert len(done.events) == 40


def test_one_that_goes_as_another_of_its_county_and_date_comes_is_told(tmp_path: Path) -> None:
    """`Parmer` for `Parker`: both exist, so that no rule may say that the one is the other."""
    cells = {"county": "Parker County", "signed": "2025-02-27", "model": "Warrant Service Officer"}
    parker, parmer = (row("TEXAS", f"{name} County Sheriff's Office", **cells) for name in ("Parker", "Parmer"))
    respelled = parker | {"agency": "Parker Co. Sheriff's Office"}
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", [*good_rows(), parker])])
        assert record.sync([list_file(tmp_path, "2025-04-03", [*good_rows(), respelled])]).done.notices == ()
        done = record.sync([list_file(tmp_path, "2025-04-04", [*good_rows(), parmer])]).done
        (sentence,) = [sentence for _, sentence in done.notices]
        assert "prints Parmer County Sheriff's Office; the list before it had the same model" in sentence
        assert len(done.events) == 2


def test_half_of_a_state_is_no_exodus_but_may_be_one_over_months(tmp_path: Path) -> None:
    many = good_rows(400)
    half = [line for n, line in enumerate(many) if line["state"] != "MAINE" or n % 20 == 0]
    lost = len(many) - len(half)
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", many)])
        (aside,) = record.sync([list_file(tmp_path, "2025-04-03", half)]).done.set_aside
        assert f"{lost} of 40 rows of Maine are gone" in aside.reason
        assert record.changes().rows == ()
        done = record.sync([list_file(tmp_path, "2025-07-10", half)]).done
        assert (done.set_aside, len(done.events)) == ((), lost)


@pytest.mark.parametrize("column", ["signed", "county"])
def test_a_column_that_moved_within_one_state_tells_nothing(tmp_path: Path, column: str) -> None:
    many = [
        line | {"signed": f"2025-{1 + n // 20 % 3:02}-{1 + n % 20:02}", "county": f"Region {chr(97 + n % 26)} County"}
        for n, line in enumerate(good_rows(400))
    ]
    own = [n for n, line in enumerate(many) if line["state"] == "MAINE"]
    moved = list(many)
    for at, source in zip(own, own[1:] + own[:1], strict=True):
        moved[at] = many[at] | {column: many[source][column]}
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", many)])
        (aside,) = record.sync([list_file(tmp_path, "2025-04-03", moved)]).done.set_aside
        assert "of Maine differ from those of the list before it" in aside.reason


@pytest.mark.parametrize("cell", ["", "link pending"])
@pytest.mark.parametrize("where", ["", " of Maine"])
def test_a_list_that_lost_its_links_takes_no_document_back(tmp_path: Path, where: str, cell: str) -> None:
    linked = {"moa": "link", "moa_url": "https://www.ice.gov/doclib/{}.pdf"}
    many = [line | {key: text.format(n) for key, text in linked.items()} for n, line in enumerate(good_rows(150))]
    bare = [line | {"moa": cell, "moa_url": ""} if not where or line["state"] == "MAINE" else line for line in many]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", many)])
        (aside,) = record.sync([list_file(tmp_path, "2025-04-03", bare)]).done.set_aside
        lost = 15 if where else len(many)
        assert f"{lost} of {lost} documents{where} are gone since the list before it" in aside.reason
        assert record.sync([list_file(tmp_path, "2025-04-04", many)]).done.set_aside == ()
        assert record.changes().rows == ()


def test_a_person_can_overrule_and_the_decision_outlives_a_rebuild(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "participatingAgencies04032025am.xlsx"
    bad.write_bytes(BAD["half the rows gone"])
    assert main(["--home", str(home), "sync", "--from", str(bad)]) == 5
    with open_record(home) as record:
        (aside,) = record.lists(status="set_aside")
    assert main(["--home", str(home), "sync", "--accept", aside["publication_id"]]) == 0
    with open_record(home) as record:
        assert record.lists(status="set_aside").rows == ()
        (totals,) = record.count()
        assert totals["rows"] == 30
        assert len(record.changes(kind="no_longer_listed")) == 30
        assert all(output["same"] for output in record.rebuild())


def test_only_a_list_that_is_set_aside_can_be_accepted_and_once(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "participatingAgencies04032025am.xlsx"
    bad.write_bytes(BAD["half the rows gone"])
    sync = ["--home", str(home), "sync"]
    with open_record(home) as record:
        (good,) = record.lists(kind="participating")
        for what, why in (("publication_id", "is not set aside"), ("sha256", "is not set aside"), ("date", "is a day")):
            assert main([*sync, "--accept", good[what]]) == 2
            assert why in capsys.readouterr().err
        assert list(record.home.decisions) == []
        assert main([*sync, "--from", str(bad)]) == 5
        (aside,) = record.lists(status="set_aside")
        assert main([*sync, "--accept", str(bad)]) == 0
        assert len(list(record.home.decisions)) == 1
        (now,) = [line for line in record.lists() if line["sha256"] == aside["sha256"]]
        assert now["publication_id"] != aside["publication_id"], "an id that was printed once keeps working"
        assert record.compare(aside["publication_id"], now["publication_id"]).rows == ()
        with pytest.raises(UsageError):
            record.compare(f"participating-2025-04-04-{now['sha256'][:8]}", now["publication_id"])
        assert main([*sync, "--accept", aside["publication_id"]]) == 0
        capsys.readouterr()
        assert main([*sync, "--accept", str(bad)]) == 0
        assert "A person has decided so before" in capsys.readouterr().err
        assert len(list(record.home.decisions)) == 1
        assert record.verify().rows == ()


@pytest.mark.parametrize("what", ["half the rows gone", "a column that is not known"])
def test_one_more_list_after_a_decision_is_taken_quickly_and_alike(
    home: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that a person accepted is the one before the next; its columns are trusted, as when all is resolved."""
    files = _decided_history(tmp_path, what)
    quick: list[bool] = []

    def extended(*given: Any) -> Any:
        found = onward.extend(*given)
        quick.append(found is not None)
        return found

    with open_record(home) as record:
        assert len(record.sync(files[:1]).done.set_aside) == 1
        assert record.sync(accept=[str(files[0])]).done.set_aside == ()
        monkeypatch.setattr(recording, "extend", extended)
        for file in files[1:]:
            record.sync([file])
        assert quick == [True] * len(files[1:])
        assert record.verify().rows == ()
        assert all(output["same"] for output in record.rebuild())


def _decided_history(folder: Path, what: str) -> list[Path]:
    """A list that is set aside, and three that follow: one alike, one of pending agencies, one that is set aside."""
    rows = good_rows()
    if what == "half the rows gone":
        rows = rows[:30]
    more = row("MAINE", "Wells Police Department", signed="2025-03-01")
    columns = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "REGION")
    names = columns if what == "a column that is not known" else columns[:7]
    days = {"03": rows, "04": [*rows, more], "06": rows[:10]}
    files = []
    for day, listed in days.items():
        cells = ("state", "agency", "type", "county", "model")
        lines = [[*(str(line[c]) for c in cells), "2025-03-01", "link", "East"][: len(names)] for line in listed]
        file = folder / f"participatingAgencies04{day}2025am.xlsx"
        file.write_bytes(workbook(lines, columns=names, modified=f"2025-04-{day}T12:00:00Z"))
        files.append(file)
    waiting = list_file(folder, "2025-04-05", [row("MAINE", "Sanford Police Department")], pending=True)
    return [*files[:2], waiting, files[2]]


def test_a_column_once_accepted_sets_no_later_list_aside(home: Path, tmp_path: Path) -> None:
    columns = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "REGION")
    for day in ("03", "04"):
        lines = [[*(line[c] for c in ("state", "agency", "type", "county", "model")), "2025-03-01", "link", "East"]
                 for line in good_rows()]  # fmt: skip
        file = tmp_path / f"participatingAgencies04{day}2025am.xlsx"
        file.write_bytes(workbook(lines, columns=columns, modified=f"2025-04-{day}T12:00:00Z"))  # type: ignore[arg-type]
    first, second = sorted(tmp_path.glob("*.xlsx"))
    with open_record(home) as record:
        (aside,) = record.sync([first]).done.set_aside
        assert "REGION" in aside.reason
        assert record.sync(accept=[str(first)]).done.set_aside == ()
        assert record.sync([second]).done.set_aside == ()


def test_scripts_formulas_and_control_characters_in_cells_are_only_text(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nasty = [
        row("MAINE", '=HYPERLINK("http://x","y") Police Department'),
        row("MAINE", "<script>alert(1)</script> Police Department"),
        row("MAINE", "\x9b31m[red]Bold[/red] Police\u202e Department"),
        row("MAINE", Formula("1+1", "Formula Police Department"), moa_url="javascript:alert(1)"),  # type: ignore[arg-type]
    ]
    file = list_file(tmp_path, "2025-04-03", [*good_rows(), *nasty])
    assert main(["--home", str(home), "sync", "--from", str(file)]) == 0
    for how in ("table", "json", "ndjson", "csv"):
        assert main(["--home", str(home), "--format", how, "agencies", "--state", "ME"]) == 0
        text = capsys.readouterr().out
        assert "\x9b" not in text
        assert "\u202e" not in text
    assert "\n'=" not in text
    assert main(["--home", str(home), "--format", "csv", "on", "2025-04-03", "--state", "ME"]) == 0
    text = capsys.readouterr().out
    assert "'=HYPERLINK" in text
    with open_record(home) as record:
        assert all(
            line["moa_url"] is None for line in record.on("2025-04-03", state="ME") if "formula" in line["agency_id"]
        )


def mutants(rows: Lines, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged copies of one list: bytes turned, cut, doubled or zeroed, members gone, rows cut off."""
    chance = random.Random(seed)
    good = workbook(rows, modified="2025-04-03T12:00:00Z")
    for number in range(count):
        data = bytearray(good)
        kind = chance.randrange(7)
        if kind == 0:
            for _ in range(chance.randrange(1, 9)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[chance.randrange(len(data)) :]
        elif kind == 2:
            at = chance.randrange(len(data))
            data[at:at] = data[at : at + chance.randrange(1, 400)]
        elif kind == 3:
            at = chance.randrange(len(data))
            data[at : at + 64] = bytes(len(data[at : at + 64]))
        elif kind == 4:
            at = chance.randrange(len(data))
            del data[at : at + chance.randrange(1, 200)]
        elif kind == 5:
            data = bytearray(_without_a_member(good, chance))
        else:
            keep = chance.randrange(0, len(rows) - 12)
            data = bytearray(workbook(list(rows)[:keep], modified="2025-04-03T12:00:00Z"))
        if bytes(data) != good:
            yield f"participatingAgencies04032025am_{number}.xlsx", bytes(data)


def _without_a_member(good: bytes, chance: random.Random) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = [name for name in old.namelist() if not name.startswith("docProps")]
        gone = chance.choice(names)
        for name in names:
            if name != gone:
                new.writestr(name, old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_mutants_make_no_crash_and_no_event(home: Path, tmp_path: Path, seed: int) -> None:
    """Four times 550 damaged copies of a list that changes nothing: each is set aside, or says what it says."""
    folder = tmp_path / "mutants"
    folder.mkdir()
    count = 0
    for name, data in mutants(good_rows(), 550, seed):
        (folder / name).write_bytes(data)
        count += 1
    assert count >= 500
    before = outputs_of(home)
    with open_record(home) as record:
        done = record.sync([folder]).done
        assert done.events == ()
        assert len(done.set_aside) > 400
        assert record.verify().rows == ()
        assert len(record.agencies()) == before[1][1]
        assert record.changes().rows == ()


def test_a_half_written_copy_of_a_known_list_does_not_take_its_id(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "participatingAgencies04022025am.xlsx"
    file.write_bytes(workbook(good_rows(20), modified="2025-04-02T02:00:00Z"))
    with open_record(home) as record:
        record.sync([file])
        ids = {line["publication_id"]: line["status"] for line in record.lists("participating")}
    assert ids["participating-2025-04-02-am"] == "accepted"
    assert len(ids) == 2


def test_a_list_that_nothing_dates_is_not_guessed(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook([row(signed="soon")], modified=None))
    with open_record(home) as record:
        (aside,) = record.sync([file]).done.set_aside
    assert "Nothing says when it was published" in aside.reason
