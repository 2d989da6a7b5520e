"""What was captured, live and from the Internet Archive, leaves as a WARC: the page, not our table; nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from roster287.cli.main import main
from tests.support.ice_server import IceServer
from tests.support.lives import empty_record, list_file
from tests.support.wayback_server import PAGE_URL, Archived, WaybackServer, html_page
from tests.support.workbooks import row

TABLE = (
    b"STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA\r\nMAINE,Wells Police Department,Task Force,2020-04-02,\r\n"
)
PAGE = html_page(TABLE)


def records(path: Path) -> list[tuple[str, str, str, bytes]]:
    """Kind, address, time and payload of each record, its digest checked."""
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("WARC-Date"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type != "warcinfo"
        ]


def test_all_that_came_from_an_address_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = list_file(tmp_path, "2025-04-03", [row()])
    home = str(tmp_path / "home")
    archived = [Archived(time, PAGE_URL, PAGE, "text/html") for time in ("20210113002027", "20210116002027")]
    with empty_record(tmp_path / "home") as record, IceServer() as ice, WaybackServer(archived) as archive:
        monkeypatch.setenv("ROSTER287_ICE_PAGE", ice.page_url)
        monkeypatch.setenv("ROSTER287_WAYBACK", archive.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        monkeypatch.setenv("ROSTER287_NOW", "2025-04-03T23:10:27Z")
        ice.publish("participating", listed.read_bytes(), f"/doclib/{listed.name}")
        record.sync([list_file(tmp_path, "2025-04-01", [row()])])
        for _ in range(2):
            assert main(["--home", home, "backfill"]) == 0
            assert main(["--home", home, "sync", "--live"]) == 0
        capsys.readouterr()
        assert main(["--home", home, "warc", str(tmp_path / "all.warc.gz")]) == 0
        assert capsys.readouterr().out == f"{tmp_path / 'all.warc.gz'}: 4 captures\n"
        page = ice.resource("/identify-and-arrest/287g")
        assert page is not None
        assert records(tmp_path / "all.warc.gz") == [
            ("response", PAGE_URL, "2021-01-13T00:20:27Z", PAGE),
            ("revisit", PAGE_URL, "2021-01-16T00:20:27Z", b""),
            ("response", f"{ice.address}/doclib/{listed.name}", "2025-04-03T23:10:27Z", listed.read_bytes()),
            ("response", ice.page_url, "2025-04-03T23:10:27Z", page.data),
        ]
        assert main(["--home", home, "warc", str(tmp_path / "some.warc.gz"), "--until", "2021-01-14"]) == 0
        assert len(records(tmp_path / "some.warc.gz")) == 1
        assert main(["--home", home, "warc", str(tmp_path / "no.warc.gz"), "--since", "yesterday"]) == 2
        assert not (tmp_path / "no.warc.gz").exists()
