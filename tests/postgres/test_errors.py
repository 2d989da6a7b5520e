"""An error of a server says what and what next in two lines, and a password is in none of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.record import open as open_record
from tests.support.cluster import PASSWORD, Cluster
from tests.support.lives import list_file
from tests.support.workbooks import row

SECRET = "s3cret-w0rd"


def name_of(database: str) -> str:
    """The name of a database in its address."""
    return database.split("/")[3].split("?")[0]


def told(home: Path, database: str, *command: str, debug: bool = False, **env: str) -> tuple[int, str]:
    """A process of its own: its exit code, and all that it prints."""
    words = [sys.executable, "-m", "roster287", "--home", str(home), "--database", database]
    words += [*(["--debug"] if debug else []), *(command or ("status",))]
    done = subprocess.run(words, check=False, capture_output=True, text=True, env={**os.environ, **env})
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def wrong(cluster: Cluster, database: str) -> dict[str, tuple[str, str]]:
    """Addresses that do not work, and what is said of each."""
    name = name_of(database)
    there = f"{SECRET}@127.0.0.1"
    return {
        "nobody listens": (f"postgresql+psycopg://me:{there}:1/{name}", "refused"),
        "a host that is none": (f"postgresql+psycopg://me:{SECRET}@nowhere.invalid/{name}", "nowhere.invalid"),
        "a wrong password": (cluster.url_with_password(name, SECRET), "password authentication failed"),
        "no such database": (cluster.url_with_password("nothing"), '"nothing" does not exist'),
        "a port that is none": (f"postgresql+psycopg://me:{there}:port/{name}", "cannot be understood"),
        "a password with an @": (f"postgresql+psycopg://me:12@{SECRET}@127.0.0.1/{name}", "cannot be understood"),
        "another driver": (f"postgresql+psycopg2://me:{there}/{name}", "kept in SQLite or PostgreSQL"),
        "another kind": (f"mysql://me:{there}/{name}", "kept in SQLite or PostgreSQL"),
        "no address": (SECRET, "cannot be understood"),
    }


CASES = (
    "nobody listens", "a host that is none", "a wrong password", "no such database", "a port that is none",
    "a password with an @", "another driver", "another kind", "no address",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_server_that_cannot_be_used(wrong: dict[str, tuple[str, str]], tmp_path: Path, case: str) -> None:
    address, said = wrong[case]
    code, printed = told(tmp_path / "home", address)
    message, hint = printed.splitlines()
    assert (code, message.startswith("roster287: "), hint.startswith("  ")) == (7, True, True)
    assert said in message
    _, traced = told(tmp_path / "home", address, debug=True)
    assert "Traceback" in traced
    assert not [word for word in (SECRET, PASSWORD) if word in printed + traced]
    assert not (tmp_path / "home" / "roster287.json").exists()


def test_the_driver_is_named_where_it_is_missing(tmp_path: Path) -> None:
    code = (
        "import sys\nsys.modules['psycopg'] = None\nfrom roster287.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    )
    address = f"postgresql+psycopg://me:{SECRET}@127.0.0.1/record"
    words = [sys.executable, "-c", code, "--home", str(tmp_path / "home"), "--database", address, "status"]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert done.returncode == 7
    assert done.stderr.splitlines() == [
        "roster287: PostgreSQL needs the driver psycopg, which is not installed.",
        "  Install it: pip install 'psycopg[binary]'",
    ]


def test_the_password_may_stand_in_the_environment(cluster: Cluster, database: str, tmp_path: Path) -> None:
    with open_record(tmp_path / "home", database) as record:
        record.init(empty=True)
    address = cluster.url_with_password(name_of(database)).replace(f":{PASSWORD}", "").replace("+psycopg", "")
    assert told(tmp_path / "home", address, PGPASSWORD=PASSWORD)[0] == 0
    assert told(tmp_path / "home", address)[0] == 7


def test_a_user_who_may_only_read_reads_and_is_told_when_he_writes(
    cluster: Cluster, database: str, tmp_path: Path
) -> None:
    name, home = name_of(database), tmp_path / "home"
    reader = f"reader_{name}"
    cluster.run(f"CREATE ROLE {reader} LOGIN PASSWORD '{PASSWORD}' IN ROLE pg_read_all_data")
    address = cluster.url_with_password(name, user=reader)
    code, printed = told(tmp_path / "too-soon", address)
    assert (code, len(printed.splitlines()), "may write" in printed) == (7, 2, True)
    with open_record(home, database) as record:
        record.init(empty=True)
        record.sync([list_file(tmp_path, "2025-04-02", [row()])])
    assert told(home, address, "--format", "ndjson", "agencies")[0] == 0
    later = list_file(tmp_path, "2025-04-03", [row(), row("OHIO")])
    code, printed = told(home, address, "sync", "--from", str(later))
    assert (code, len(printed.splitlines()), "permission denied" in printed) == (7, 2, True)
    with open_record(home, database) as record:
        assert len(record.lists()) == 1
        assert len(record.sync([later])) == 1
        assert record.verify().rows == ()
    cluster.run(f"DROP OWNED BY {reader}", name)
    cluster.run(f"DROP ROLE {reader}")


def test_a_database_in_another_encoding_is_refused(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "latin_texts"
    address = cluster.create(name, "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc")
    assert main(["--home", str(tmp_path / "home"), "--database", address, "status"]) == 7
    assert "keeps texts as LATIN1" in capsys.readouterr().err
    cluster.drop(name)


def test_a_server_that_came_back_is_used_again(cluster: Cluster, database: str, tmp_path: Path) -> None:
    """A watch that runs for months lives through restarts of the server."""
    with open_record(tmp_path / "home", database) as record:
        record.init(empty=True)
        assert len(record.lists()) == 0
        gone = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(database)}'"
        assert cluster.run(gone)
        assert len(record.lists()) == 0
