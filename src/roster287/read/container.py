"""A zip file from outside, opened within bounds: nothing in it can fill the memory or be read as two things.

    Container(data)      checks the directory: count, declared sizes, ratio, names, encryption
    .member(name)        unpacks one member, counting the bytes that really come out, and checks its CRC
    .plain_copy(...)     the members another reader needs, unpacked and checked, so that it is bounded too

What cannot be read as a list raises `NotAListError` with the sentence a person sees. `refusal(data)` names
what else the bytes are: a web page, a PDF, an old workbook.
"""

from __future__ import annotations

import codecs
import struct
import zipfile
from io import BytesIO

from isal import isal_zlib as zlib  # twice as fast as the standard library, and as strict

MAX_FILE = 32 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_RATIO = 250
"""ICE's lists are 20 KB to 200 KB, unpack to at most 1.4 MB and 30 members, at a ratio of about 8."""

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_ENTRY = struct.Struct("<4s5H3I2H")
_DIRECTORY_ENTRY = struct.Struct("<4s6H3I5H2I")
_DIRECTORY_END = struct.Struct("<4s4H2IH")
_CELLS_END, _SHEET_END = b"</sheetData>", b"</worksheet>"
_DAY_ONE = 33
"""1 January 1980, as a zip file writes it."""


class NotAListError(Exception):
    """The bytes cannot be read as a list; the message is a whole sentence for a person."""


class Container:
    """The members of a zip file by name. Unpacked members are kept, so each is unpacked once."""

    def __init__(self, data: bytes) -> None:
        """Check the directory of the zip file; nothing is unpacked yet. Raises NotAListError."""
        self._data = data
        self._unpacked: dict[str, bytes] = {}
        self._budget = MAX_UNPACKED
        if len(data) > MAX_FILE:
            raise NotAListError(f"The file is larger than {MAX_FILE >> 20} MB, no list is.")
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                infos = archive.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            EOFError,
            struct.error,
            OverflowError,
            NotImplementedError,
        ) as error:
            raise NotAListError("The workbook is cut off or damaged: its zip directory cannot be read.") from error
        self._infos = self._checked(infos)

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > MAX_MEMBERS:
            raise NotAListError(f"The zip file has {len(infos)} members, more than any workbook.")
        found: dict[str, zipfile.ZipInfo] = {}
        declared = packed = 0
        for info in infos:
            name = _plain_name(info.filename)
            if name in found:
                raise NotAListError(f"The zip file holds two members named {name!r} and could be read in two ways.")
            if info.flag_bits & _ENCRYPTED:
                raise NotAListError("The zip file is encrypted.")
            if not self._is_labelled(info):
                raise NotAListError("The workbook is damaged: its zip directory does not fit its members.")
            found[name] = info
            declared += info.file_size
            packed += info.compress_size
        if declared > MAX_UNPACKED:
            raise NotAListError(f"The zip file would unpack to {declared >> 20} MB, more than any list.")
        if declared > _RATIO_MATTERS_FROM and declared > MAX_RATIO * max(packed, 1):
            raise NotAListError("The zip file is compressed far more tightly than any list: it looks like a zip bomb.")
        return found

    def _is_labelled(self, info: zipfile.ZipInfo) -> bool:
        """Whether the member carries the name that the directory gives it; a damaged name loses a part."""
        label = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")
        at = info.header_offset + _LOCAL_HEADER.size
        return self._data[at : at + len(label)] == label

    def __contains__(self, name: str) -> bool:
        return _plain_name(name) in self._infos

    def names(self) -> list[str]:
        """The names of the members, in lower case and with forward strokes."""
        return list(self._infos)

    def member(self, name: str) -> bytes:
        """The bytes of one member, empty when there is none of that name. Raises NotAListError."""
        name = _plain_name(name)
        if name in self._unpacked:
            return self._unpacked[name]
        info = self._infos.get(name)
        content = b"" if info is None else self._unpack(name, info)
        self._unpacked[name] = content
        return content

    def xml(self, name: str) -> bytes:
        """The bytes of one XML member, which must be UTF-8 as Excel writes it: patterns look for its signs."""
        content = self.member(name)
        if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise NotAListError(f"The member {name!r} of the workbook is written in UTF-16, which is not read.")
        return content

    def plain_copy(self, except_under: tuple[str, ...]) -> bytes:
        """The XML members but those under some folders as a zip file without compression, for another reader.

        That reader then sees these bytes and no others: it is bounded too, cannot find another directory in the
        file than the one that was checked, and need not unpack again.
        """
        members: list[bytes] = []
        directory: list[bytes] = []
        at = 0
        for name, info in self._infos.items():
            if not name.endswith((".xml", ".rels")) or name.startswith(except_under):
                continue
            content, label = self.member(name), info.filename.replace("\\", "/").lstrip("/").encode()
            content, crc = _without_tail(content, info.CRC)
            sizes = (crc, len(content), len(content), len(label), 0)
            members += (_LOCAL_ENTRY.pack(b"PK\x03\x04", 20, _UTF8, _STORED, 0, _DAY_ONE, *sizes), label, content)
            entry = (b"PK\x01\x02", 20, 20, _UTF8, _STORED, 0, _DAY_ONE, *sizes, 0, 0, 0, 0, at)
            directory += (_DIRECTORY_ENTRY.pack(*entry), label)
            at += _LOCAL_ENTRY.size + len(label) + len(content)
        count, size = len(directory) // 2, sum(map(len, directory))
        end = _DIRECTORY_END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, 0)
        return b"".join((*members, *directory, end))

    def _unpack(self, name: str, info: zipfile.ZipInfo) -> bytes:
        """Unpack within what is left of the budget; the declared size is not believed."""
        at = info.header_offset
        try:
            magic, name_length, extra_length = _LOCAL_HEADER.unpack_from(self._data, at)
        except struct.error as error:
            raise NotAListError("The workbook is cut off: a member lies beyond its end.") from error
        start = at + _LOCAL_HEADER.size + name_length + extra_length
        packed = self._data[start : start + info.compress_size]
        if magic != b"PK\x03\x04" or len(packed) != info.compress_size:
            raise NotAListError("The workbook is cut off or damaged: a member is not whole.")
        if info.compress_type == _STORED:
            content, whole = packed, True
        elif info.compress_type == _DEFLATED:
            content, whole = self._inflate(packed, info.file_size)
        else:
            raise NotAListError(f"The member {name!r} is packed in a way that workbooks do not use.")
        self._budget -= len(content)
        if self._budget < 0:
            raise NotAListError(f"The workbook unpacks to more than {MAX_UNPACKED >> 20} MB, more than any list.")
        if not whole or len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise NotAListError(f"The workbook is damaged: its member {name!r} fails its checksum.")
        return content

    def _inflate(self, packed: bytes, declared: int) -> tuple[bytes, bool]:
        limit = min(declared, self._budget) + 1
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, limit)
        except zlib.error:  # type: ignore[misc]  # its stub declares an instance
            return b"", False
        return content, inflater.eof and not inflater.unconsumed_tail


def _without_tail(content: bytes, crc: int) -> tuple[bytes, int]:
    """A sheet without what stands behind its cells, which no reader of cells looks at: a third of a list's sheet."""
    cut = content.rfind(_CELLS_END)
    if cut < 0 or not content.endswith(_SHEET_END):
        return content, crc
    shorter = content[: cut + len(_CELLS_END)] + _SHEET_END
    return shorter, zlib.crc32(shorter)


def refusal(data: bytes) -> str | None:
    """The sentence that says what the bytes are when they are no zip file and no text; None otherwise."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not data.strip(b" \t\r\n\x00"):
        return "The file is empty." if not data else "The file holds nothing but blanks."
    if data.startswith(b"%PDF-"):
        return "The file is a PDF document, not a workbook."
    if data.startswith(OLD_WORKBOOK):
        return (
            "The file is an Office document of the old kind (.xls) or one with a password: open it and "
            "save it as an .xlsx workbook without one."
        )
    if data.startswith((b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!")):
        return "The file is a compressed archive, not a workbook."
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return "The file is a picture, not a workbook."
    lower = head[:1024].lower()
    if lower.startswith(b"<!doctype") or b"<html" in lower:
        return "The file is a web page, not a workbook: the server answered with a page, perhaps a block page."
    if head.startswith(b"<"):
        return "The file is an XML or HTML document, not a workbook."
    if head.startswith((b"{", b"[")):
        return "The file is a JSON document, not a workbook."
    return None


def _plain_name(name: str) -> str:
    """A member's name as the Open Packaging Conventions compare them: case and direction of strokes aside."""
    return name.replace("\\", "/").lstrip("/").lower()
