"""An archive in object storage keeps every byte for good, as a folder does: a real S3 server on loopback."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from roster287.archive.objects import digest
from roster287.archive.remote import RemoteStore
from roster287.cli.main import main
from roster287.errors import ArchiveError, SourceError, UsageError
from roster287.settings import Home
from tests.support.lives import content, empty_record, list_file
from tests.support.workbooks import row

BUCKET = "tried-here"
"""Not the one of docs/operating.md: servers of one process share what they hold."""
URL = f"s3://{BUCKET}/lists"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an S3 server."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, seen by another library."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "something",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    found = boto3.resource("s3").Bucket(BUCKET)
    yield found
    found.objects.all().delete()
    found.delete()
    client.close()
    found.meta.client.close()


def names(bucket: Any) -> list[str]:
    return [one.key for one in bucket.objects.all()]


def test_bytes_are_kept_under_their_hash_and_come_back_the_same(bucket: Any) -> None:
    store = RemoteStore(URL)
    assert (list(store.hashes()), store.size()) == ([], (0, 0))
    hashes = [store.put(data) for data in (b"one", b"three", b"")]
    assert hashes == [digest(b"one"), digest(b"three"), digest(b"")]
    assert [store.get(sha256) for sha256 in hashes] == [b"one", b"three", b""]
    assert (list(store.hashes()), store.size()) == (sorted(hashes), (3, 8))
    assert all(sha256 in store for sha256 in hashes)
    assert digest(b"four") not in store
    assert sorted(names(bucket)) == sorted(f"lists/{sha256[:2]}/{sha256}" for sha256 in hashes)
    with store.local(hashes) as paths:
        assert [path.read_bytes() for path in paths] == [b"one", b"three", b""]
    assert not any(path.exists() for path in paths)


def test_nothing_is_ever_written_over_and_what_was_altered_is_found(bucket: Any) -> None:
    store = RemoteStore(URL)
    sha256 = store.put(b"one")
    bucket.put_object(Key=f"lists/{sha256[:2]}/{sha256}", Body=b"altered")
    assert store.put(b"one") == sha256
    assert bucket.Object(f"lists/{sha256[:2]}/{sha256}").get()["Body"].read() == b"altered"
    with pytest.raises(ArchiveError, match="have changed"):
        store.get(sha256)
    with pytest.raises(ArchiveError, match="no bytes"):
        store.get(digest(b"never kept"))


def test_two_that_write_the_same_bytes_at_once_agree(bucket: Any) -> None:
    store = RemoteStore(URL)
    path = f"{BUCKET}/lists/{digest(b'one')[:2]}/{digest(b'one')}"
    with store._asked() as (fs, _):
        fs.pipe_file(path, b"one", mode="create")
        with pytest.raises(FileExistsError):
            fs.pipe_file(path, b"one", mode="create")
    assert store.put(b"one") == digest(b"one")


def test_a_home_on_object_storage_is_the_same_record_and_verifies(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-03-01") for n in range(12)]
    files = [list_file(tmp_path, f"2025-04-0{day}", rows[: 8 + day]) for day in range(1, 5)]
    with empty_record(tmp_path / "folder") as plain:
        plain.sync(files)
        expected = content(plain)
    monkeypatch.setenv("ROSTER287_ARCHIVE", URL)
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        record.sync(files)
        assert content(record) == expected
        assert not (tmp_path / "home" / "archive" / "objects").exists()
        assert len(names(bucket)) == 4
        assert record.status().rows[0]["files_kept"] == 4
        assert record.verify().rows == ()
        assert all(line["same"] for line in record.rebuild())
        sha256 = digest(files[0].read_bytes())
        bucket.put_object(Key=f"lists/{sha256[:2]}/{sha256}", Body=b"altered")
        assert [line["subject"] for line in record.verify()] == [sha256]
        bucket.Object(f"lists/{sha256[:2]}/{sha256}").delete()
        assert {line["subject"] for line in record.verify()} == {sha256}
    assert main(["--home", str(tmp_path / "home"), "verify"]) == 4


def test_the_setting_may_stand_in_the_home(bucket: Any, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make(history=False)
    assert type(home.objects).__name__ == "ObjectStore"
    settings = json.loads((tmp_path / "roster287.json").read_text())
    home.write("roster287.json", json.dumps({**settings, "archive": URL}))
    assert home.objects == RemoteStore(URL)
    home.objects.put(b"one")
    assert len(names(bucket)) == 1
    assert not home.has_history()
    home.write("roster287.json", json.dumps({**settings, "archive": str(tmp_path / "elsewhere")}))
    home.objects.put(b"one")
    assert list((tmp_path / "elsewhere").glob("*/*"))


def test_a_service_that_cannot_be_used_is_no_loss(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, try again; not 4, which says that bytes are lost."""
    home, listed = str(tmp_path / "home"), list_file(tmp_path, "2025-04-03", [row()])
    with empty_record(tmp_path / "home"):
        pass
    monkeypatch.setenv("ROSTER287_ARCHIVE", "s3://no-such-bucket/lists")
    assert main(["--home", home, "sync", "--from", str(listed)]) == 3
    message, hint = capsys.readouterr().err.strip().split("\n")
    assert "s3://no-such-bucket/lists" in message
    assert "Nothing was lost" in hint
    monkeypatch.setenv("ROSTER287_ARCHIVE", "nothing://here")
    assert main(["--home", home, "sync", "--from", str(listed)]) == 2
    assert "pip install s3fs" in capsys.readouterr().err
    with pytest.raises(UsageError):
        RemoteStore("nothing://here").put(b"x")
    with pytest.raises(SourceError):
        RemoteStore("s3://no-such-bucket/x").put(b"x")


def test_a_folder_asks_for_no_library_of_object_storage(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from roster287.settings import Home; import roster287.stages.checking;"
        "Home(Path(sys.argv[1])).objects.put(b'one');"
        "print({'fsspec', 's3fs', 'roster287.archive.remote'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
