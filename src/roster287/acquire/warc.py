"""What was captured as a WARC file, the form in which web archives keep and exchange captures.

Needs the extra `warc` (warcio). Each capture is a `response` record, or a `revisit` record when the same bytes stand in
one before it; both have the digest of the payload. Bodies stand unpacked, so the headers that described their packing
are left out, and so are those that the Internet Archive added. The same captures give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from roster287 import __version__, files
from roster287.acquire.results import ARCHIVED
from roster287.errors import PublishError, UsageError

_ABOUT_PACKING = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})


class Kept(NamedTuple):
    """One capture to write: address, time (ISO, UTC), headers and bytes."""

    url: str
    time: str
    headers: tuple[tuple[str, str], ...]
    data: bytes


def write_warc(path: Path, captures: Iterable[Kept]) -> int:
    """Write the captures to a compressed WARC file and give their number. The file appears when it is whole.

    Raises `UsageError` without warcio, `PublishError` when it cannot be written; a file that was there stays.
    """
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError:
        raise UsageError("Writing a WARC needs the library warcio.", "Install it: pip install warcio") from None
    count = 0
    first: dict[str, tuple[str, str, str]] = {}
    try:
        with files.beside(path) as part, part.open("wb") as file:
            writer = WARCWriter(file, gzip=True)
            for kept in captures:
                moment = _moment(kept.time)
                if not count:
                    writer.write_record(_about(writer, path.name, moment))
                headers = [(name, value) for name, value in _original(kept.headers) if name not in _ABOUT_PACKING]
                headers.append(("content-length", str(len(kept.data))))
                answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
                about = {"WARC-Date": moment, "WARC-Record-ID": _record_id(kept)}
                digest = _payload_digest(kept.data)
                if digest not in first:
                    first[digest] = kept.url, moment, about["WARC-Record-ID"]
                    record = writer.create_warc_record(
                        kept.url,
                        "response",
                        payload=BytesIO(kept.data),
                        length=len(kept.data),
                        http_headers=answer,
                        warc_headers_dict={**about, "WARC-Payload-Digest": digest},
                    )
                else:
                    url, time, record_id = first[digest]
                    record = writer.create_revisit_record(
                        kept.url,
                        digest,
                        url,
                        time,
                        http_headers=answer,
                        warc_headers_dict={**about, "WARC-Refers-To": record_id},
                    )
                writer.write_record(record)
                count += 1
    except OSError as error:
        raise PublishError(
            f"{path} cannot be written: {error.strerror}.", "Look at the folder and the disk."
        ) from error
    return count


def _original(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What the captured server said, names in lower case: an archived answer has it beside what the archive says."""
    said = [(name.lower(), value) for name, value in headers]
    archived = any(name == "memento-datetime" or name.startswith(ARCHIVED) for name, _ in said)
    for name, value in said:
        if name.startswith(ARCHIVED) or not archived:
            yield name.removeprefix(ARCHIVED), value


def _about(writer: object, name: str, moment: str) -> object:
    record = writer.create_warcinfo_record(  # type: ignore[attr-defined]
        name, {"software": f"roster287/{__version__}", "format": "WARC File Format 1.0"}
    )
    record.rec_headers.replace_header("WARC-Date", moment)
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name + moment)}>")
    return record


def _payload_digest(data: bytes) -> str:
    """As readers of WARC files expect it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def _moment(time: str) -> str:
    return f"{time.replace(' ', 'T').removesuffix('Z')[:19]}Z"


def _record_id(kept: Kept) -> str:
    what = f"{kept.url} {_moment(kept.time)} {hashlib.sha256(kept.data).hexdigest()}"
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, what)}>"
