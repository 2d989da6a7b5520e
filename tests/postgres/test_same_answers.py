"""A record that reads otherwise in one store than in the other would not be one record."""

from __future__ import annotations

import random
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from roster287.cli.main import main
from roster287.record import open as open_record
from roster287.register import derived, schema
from roster287.register.database import Database, insert_all, make
from tests.support.cluster import Cluster
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

ASKED = ("lists", "agencies", "agreements", "applications", "changes")


@pytest.fixture(scope="module")
def served(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with the shipped history whose register is on the server."""
    home = tmp_path_factory.mktemp("served") / "home"
    url = cluster.create(f"served{uuid.uuid4().hex}")
    with open_record(home, url) as record:
        record.status()
    return home, url


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same with SQLite."""
    home = tmp_path_factory.mktemp("inside") / "home"
    url = f"sqlite:///{home / 'record.db'}"
    with open_record(home, url) as record:
        record.status()
    return home, url


def printed(where: tuple[Path, str], capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert main(["--home", str(where[0]), "--database", where[1], *command]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ASKED)
def test_lines_of_a_pipe_are_the_same(
    served: tuple[Path, str], inside: tuple[Path, str], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    one, other = (printed(where, capsys, "--format", "ndjson", command) for where in (served, inside))
    assert one.count("\n") > 400
    assert one == other


@pytest.mark.parametrize(
    "command",
    [
        ("brief", "ME", "--on", "2025-04-04", "--since", "2025-04-01"), ("on", "2025-04-03", "--state", "TX"),
        ("count", "--by", "county"), ("find", "wells"), ("show", "me-wells-police-department"),
        ("identity", "log"), ("identity", "queue"), ("compare", "2025-04-01", "2025-04-04"), ("where", "Wells, ME"),
        ("evidence", "me-wells-police-department/task_force/2025-04-02"), ("changes", "--kind", "signed"),
    ],
)  # fmt: skip
def test_answers_are_the_same(
    served: tuple[Path, str], inside: tuple[Path, str], capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    one, other = (printed(where, capsys, "--format", "json", *command) for where in (served, inside))
    assert one
    assert one == other


def test_open_data_are_the_same_byte_for_byte(
    served: tuple[Path, str], inside: tuple[Path, str], tmp_path: Path
) -> None:
    found = []
    for name, (home, url) in (("served", served), ("inside", inside)):
        with open_record(home, url) as record:
            record.export(tmp_path / name)
        found.append({f.relative_to(tmp_path / name): f.read_bytes() for f in (tmp_path / name).rglob("*.*")})
    assert len(found[0]) > 10
    assert [path for path in found[0].keys() | found[1].keys() if found[0].get(path) != found[1].get(path)] == []


def test_every_table_holds_the_same_lines(served: tuple[Path, str], inside: tuple[Path, str]) -> None:
    held = []
    for _, url in (served, inside):
        database = Database(url)
        with database.read() as connection:
            tables = (*schema.OBSERVED, *schema.DERIVED, schema.locations)
            held.append({t.name: {tuple(line) for line in connection.execute(select(t))} for t in tables})
        database.close()
    assert held[0] == held[1]
    assert all(lines for name, lines in held[0].items() if name not in ("decisions", "corrections"))


def test_the_server_s_own_order_of_texts_is_another(cluster: Cluster) -> None:
    """Otherwise the next test could not fail."""
    assert cluster.run("SELECT 'a' < 'B', 'é' < 'f'") == [(True, True)]


def test_texts_are_in_one_order(store: str) -> None:
    """Capitals, accents, spaces and signs sort by code point."""
    names = [
        "a",
        "B",
        "é",
        "f",
        "Z",
        "co-op",
        "co z",
        "coz",
        "'tis",
        "St. Johns",
        "St Johns",
        "İ",
        "ß",
        "ss",
        "\U0001f6a8",
    ]
    random.Random(287).shuffle(names)
    f = schema.folds
    database = Database(store)
    with database.write() as connection:
        make(connection)
        insert_all(connection, f, [("ME", name, name) for name in names])
        found = list(connection.execute(select(f.c.fold).order_by(f.c.fold)).scalars())
        below = set(connection.execute(select(f.c.fold).where(f.c.fold < "a")).scalars())
    database.close()
    assert found == sorted(names)
    assert below == {name for name in names if name < "a"}


def test_lines_come_back_as_they_went_in(store: str) -> None:
    """Nothing, bytes, numbers and signs that a stream or a statement could take for its own."""
    lines = [
        ("a\tb", "x\\n", None, None, "[]", "\\N", None, "\u2028", b"\x00\\\xff\t\n", "archive", 1),
        ("b", "", "", "'\"", "%s %(x)s :y", "{}", "\r\n", "\U0001f6a8", b"", "history", 0),
    ]
    database = Database(store)
    with database.write() as connection:
        make(connection)
        insert_all(connection, schema.files, lines)
    with database.read() as connection:
        assert [tuple(line) for line in connection.execute(select(schema.files).order_by("sha256"))] == lines
    with database.write() as connection:
        assert derived._replace(connection, schema.files, lines[1:], None) == []
    with database.read() as connection:
        assert [tuple(line) for line in connection.execute(select(schema.files))] == lines[1:]
    database.close()


def test_a_character_that_no_database_holds_does_not_stop_a_sync(store: str, tmp_path: Path) -> None:
    rows = [row("MAINE", f"Town{n} Police Department") for n in range(20)]
    files = [
        list_file(tmp_path, "2025-04-02", rows),
        list_file(tmp_path, "2025-04-03", [*rows, row("MAINE", "Wells_x0000_ Police\x9b Department")]),
    ]
    home = tmp_path / "home"
    with open_record(home, store) as record:
        record.init(empty=True)
        event = record.sync(files).rows[-1]
        assert "Wells\ufffd Police" in event["agency"]
        assert record.verify().rows == ()
        assert all(output["same"] for output in record.rebuild())


def test_a_home_that_was_filled_inside_is_made_again_on_a_server(database: str, tmp_path: Path) -> None:
    """The folder is the record: with an empty database it gives the same, with the new one it goes on."""
    rows = [row("MAINE", f"Town{n} Police Department") for n in range(20)]
    home = tmp_path / "home"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-02", rows)])
        before = record.agencies().rows
    with open_record(home, database) as record:
        assert record.agencies().rows == before
        done = record.sync([list_file(tmp_path, "2025-04-03", [*rows, row("MAINE", "Wells Police Department")])])
        assert len(done) == 1
        assert record.verify().rows == ()
