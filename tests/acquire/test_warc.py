"""A WARC of what was captured must be one that others can read."""

from __future__ import annotations

import base64
import builtins
import hashlib
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from roster287.acquire.warc import Kept, write_warc
from roster287.errors import PublishError, UsageError

A = Kept(
    "https://www.ice.gov/doclib/participatingAgencies04032025am.xlsx",
    "2025-04-03T23:10:27",
    (("content-type", "application/vnd.ms-excel"), ("content-encoding", "gzip"), ("last-modified", "yesterday")),
    b"PK" + bytes(range(256)) * 100,
)
B = Kept("https://www.ice.gov/identify-and-arrest/287g", "2025-04-03T23:10:28Z", (), b"")


def test_what_was_captured_is_read_back_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "out" / "captures.warc.gz"
    assert write_warc(path, iter([A, B])) == 2
    with path.open("rb") as file:
        found = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read(), record)
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [(kind, url) for kind, url, _, _ in found] == [("warcinfo", None), ("response", A.url), ("response", B.url)]
    assert [data for _, _, data, _ in found][1:] == [A.data, B.data]
    record = found[1][3]
    assert record.rec_headers.get_header("WARC-Date") == "2025-04-03T23:10:27Z"
    assert record.http_headers.get_header("last-modified") == "yesterday"
    assert record.http_headers.get_header("content-encoding") is None
    assert record.http_headers.get_header("content-length") == str(len(A.data))


def test_what_the_internet_archive_says_of_itself_is_no_answer_of_ice(tmp_path: Path) -> None:
    sent = {"date": "2026", "content-type": "text/plain", "memento-datetime": "2025", "x-archive-orig-date": "2025"}
    for headers, expected in ((sent, [("date", "2025")]), ({"date": "2026", "memento-datetime": "2025"}, [])):
        write_warc(tmp_path / "x.warc.gz", [A._replace(headers=tuple(headers.items()))])
        with (tmp_path / "x.warc.gz").open("rb") as file:
            _, record = [record.http_headers for record in ArchiveIterator(file)]
        assert record.headers == [*expected, ("content-length", str(len(A.data)))]


def test_the_same_captures_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_warc(tmp_path / folder / "x.warc.gz", [A, B])
    assert (tmp_path / "a" / "x.warc.gz").read_bytes() == (tmp_path / "b" / "x.warc.gz").read_bytes()


def test_bytes_seen_again_are_kept_once_and_every_capture_has_their_digest(tmp_path: Path) -> None:
    later = A._replace(time="2025-04-04T01:00:00")
    write_warc(tmp_path / "x.warc.gz", [A, later])
    with (tmp_path / "x.warc.gz").open("rb") as file:
        _, one, again = [
            (record.rec_type, record.rec_headers.get_header) for record in ArchiveIterator(file, check_digests="raise")
        ]
    digest = "sha1:" + base64.b32encode(hashlib.sha1(A.data).digest()).decode()
    assert [(kind, header("WARC-Payload-Digest")) for kind, header in (one, again)] == [
        ("response", digest), ("revisit", digest),
    ]  # fmt: skip
    assert again[1]("WARC-Refers-To") == one[1]("WARC-Record-ID")
    assert again[1]("WARC-Refers-To-Target-URI") == A.url
    assert (tmp_path / "x.warc.gz").stat().st_size < 2 * len(A.data)


def test_a_broken_off_writing_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    write_warc(path, [A])
    before = path.read_bytes()

    def breaking() -> object:
        yield B
        raise OSError(28, "No space left on device")

    with pytest.raises(PublishError, match="No space"):
        write_warc(path, breaking())  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.warc.gz"]


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("warcio"):
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as caught:
        write_warc(tmp_path / "x.warc.gz", [A])
    assert "pip install warcio" in caught.value.hint
