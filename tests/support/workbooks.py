"""Workbooks for tests, made in memory from plain rows; the same call gives the same bytes.

    workbook([row("ME", "Wells Police Department", moa_url="https://www.ice.gov/doclib/wells.pdf")])
    workbook([{"state": "MAINE", "agency": "..."}], kind="pending")
    workbook([["MAINE", "..."]], columns=["STATE", "LAW ENFORCEMENT AGENCY"])
    package(parts(...) | {"xl/worksheets/sheet1.xml": b"..."})

A row is a mapping by our column names (`roster287.model.COLUMNS`, with `moa_url` and `addendum_url` for links)
or a sequence in the order of the columns. A date, or a text in ISO form under SIGNED, makes a date cell;
other texts make text cells; `Error("#N/A")` and `Formula(...)` make what they say.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

PRINTED = {
    "state": "STATE",
    "agency": "LAW ENFORCEMENT AGENCY",
    "type": "TYPE",
    "county": "COUNTY",
    "model": "SUPPORT TYPE",
    "signed": "SIGNED",
    "moa": "MOA",
    "addendum": "ADDENDUM",
}
PARTICIPATING_HEADER = tuple(PRINTED.values())
PENDING_HEADER = PARTICIPATING_HEADER[:5]

_OURS = {header: ours for ours, header in PRINTED.items()}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_DAY_ZERO = date(1899, 12, 30)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Error:
    """A cell that shows a spreadsheet error."""

    text: str = "#N/A"


@dataclass(frozen=True)
class Formula:
    """A cell with a formula (without `=`) and the text it last gave."""

    formula: str
    shown: str = ""


Value = str | int | float | bool | date | datetime | Error | Formula | None
Line = Mapping[str, object] | Sequence[Value]
Targets = str | Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """One sheet: `header` and `rows`, `above` for lines over the header, links by cell or range."""

    rows: Sequence[Line] = ()
    header: Sequence[str] = PARTICIPATING_HEADER
    links: Mapping[str, Targets] = field(default_factory=dict)
    name: str = "Sheet1"
    hidden: bool = False
    above: Sequence[Sequence[Value]] = ()


def row(
    state: str = "MAINE",
    agency: str = "Wells Police Department",
    *,
    type: str = "Municipality",  # noqa: A002 - the list's own word
    county: Value = "York County",
    model: str = "Task Force Model",
    signed: Value = "2025-04-02",
    moa: str = "link",
    moa_url: Targets = (),
    addendum: str = "",
    addendum_url: Targets = (),
) -> dict[str, object]:
    """One row of the participating list, with values that make a good row unless told otherwise."""
    return {
        "state": state,
        "agency": agency,
        "type": type,
        "county": county,
        "model": model,
        "signed": signed,
        "moa": moa,
        "addendum": addendum,
        "moa_url": moa_url,
        "addendum_url": addendum_url,
    }


def workbook(
    rows: Iterable[Line],
    *,
    kind: Literal["participating", "pending"] = "participating",
    columns: Sequence[str] | None = None,
    links: Mapping[str, Targets] | None = None,
    modified: str | None = "2025-04-03T12:00:00Z",
    sheet: str = "Sheet1",
    above: Sequence[Sequence[Value]] = (),
    others: Sequence[Sheet] = (),
    first: bool = True,
) -> bytes:
    """The bytes of a list as a workbook. `others` are further sheets, before it when `first` is False."""
    header = columns if columns is not None else PARTICIPATING_HEADER if kind == "participating" else PENDING_HEADER
    main = Sheet(list(rows), header, links or {}, sheet, False, above)
    return package(parts([main, *others] if first else [*others, main], modified))


def page(
    rows: Iterable[Line], header: Sequence[str] = ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")
) -> bytes:
    """The bytes of a table of ICE's web page as CSV; `moa_url` stands in the MOA cell."""
    lines = [list(header)]
    for line in rows:
        values = _values(line, header)
        if isinstance(line, Mapping) and line.get("moa_url"):
            values[list(header).index("MOA")] = " ".join(_several(line["moa_url"]))
        lines.append(["" if value is None else str(value) for value in values])
    return "".join(
        ",".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in line) + "\r\n" for line in lines
    ).encode()


def parts(sheets: Sequence[Sheet], modified: str | None = None) -> dict[str, bytes]:
    """The members of a workbook by name, to be changed by a test before `package` zips them."""
    found: dict[str, bytes] = {}
    names = [(f"sheet{number}.xml", sheet) for number, sheet in enumerate(sheets, start=1)]
    entries = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" '
        f'state="{"hidden" if sheet.hidden else "visible"}" r:id="rId{number}"/>'
        for number, (_, sheet) in enumerate(names, start=1)
    )
    found["[Content_Types].xml"] = _content_types([name for name, _ in names])
    found["_rels/.rels"] = _relations([("rId1", "officeDocument", "xl/workbook.xml", False)])
    found["xl/workbook.xml"] = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'.encode()
    )
    found["xl/_rels/workbook.xml.rels"] = _relations(
        [
            *(
                (f"rId{number}", "worksheet", f"worksheets/{name}", False)
                for number, (name, _) in enumerate(names, start=1)
            ),
            ("rIdS", "styles", "styles.xml", False),
        ]
    )
    found["xl/styles.xml"] = _STYLES
    for name, sheet in names:
        xml, relations = _sheet_xml(sheet)
        found[f"xl/worksheets/{name}"] = xml
        if relations:
            found[f"xl/worksheets/_rels/{name}.rels"] = _relations(relations)
    if modified is not None:
        found["docProps/core.xml"] = _core(modified)
    return found


def package(members: Mapping[str, bytes]) -> bytes:
    """The members as a zip file, with a fixed time, so that the bytes depend on the members alone."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def letters(index: int) -> str:
    """The letters of a column by its number from 0."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _sheet_xml(sheet: Sheet) -> tuple[bytes, list[tuple[str, str, str, bool]]]:
    lines: list[Sequence[Value]] = [
        *sheet.above,
        list(sheet.header),
        *(_values(line, sheet.header) for line in sheet.rows),
    ]
    links: list[tuple[str, str]] = [
        (ref, target) for ref, targets in sheet.links.items() for target in _several(targets)
    ]
    first = len(sheet.above) + 2
    for number, line in enumerate(sheet.rows, start=first):
        if isinstance(line, Mapping):
            for ours in ("moa", "addendum"):
                if line.get(f"{ours}_url"):
                    at = list(sheet.header).index(PRINTED[ours])
                    links += [(f"{letters(at)}{number}", target) for target in _several(line[f"{ours}_url"])]
    body = "".join(
        f'<row r="{number}">{"".join(_cell(f"{letters(at)}{number}", value) for at, value in enumerate(line))}</row>'
        for number, line in enumerate(lines, start=1)
    )
    relations: list[tuple[str, str, str, bool]] = []
    elements = ""
    for number, (ref, target) in enumerate(links, start=1):
        address, _, location = target.partition("#")
        given = f" location={quoteattr(location, _QUOTES)}" if location else ""
        if address:
            relations.append((f"rId{number}", "hyperlink", address, True))
            given = f' r:id="rId{number}"{given}'
        elements += f'<hyperlink ref="{ref}"{given}/>'
    hyperlinks = f"<hyperlinks>{elements}</hyperlinks>" if elements else ""
    xml = f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>{body}</sheetData>{hyperlinks}</worksheet>'
    return xml.encode(), relations


_QUOTES = {'"': "&quot;"}


def _cell(ref: str, value: Value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Error):
        return f'<c r="{ref}" t="e"><v>{value.text}</v></c>'
    if isinstance(value, Formula):
        return f'<c r="{ref}" t="str"><f>{escape(value.formula)}</f><v>{escape(value.shown)}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{ref}" s="{2 if isinstance(value, datetime) else 1}"><v>{_serial(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{ref}"><v>{value!r}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _serial(value: date) -> str:
    """The number by which a workbook keeps a day, with the time of day as its fraction."""
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return repr((value.date() - _DAY_ZERO).days + seconds / 86400)
    return str((value - _DAY_ZERO).days)


def _values(line: Line, header: Sequence[str]) -> list[Value]:
    if not isinstance(line, Mapping):
        return list(line)
    values: list[Value] = []
    for name in header:
        ours = _OURS.get(name, name)
        value = line.get(ours, "")
        if ours == "signed" and isinstance(value, str) and _ISO.match(value):
            value = date.fromisoformat(value)
        values.append(value)  # type: ignore[arg-type]
    return values


def _several(targets: object) -> list[str]:
    return [targets] if isinstance(targets, str) else list(targets)  # type: ignore[call-overload]


def _relations(entries: Iterable[tuple[str, str, str, bool]]) -> bytes:
    body = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target={quoteattr(target, _QUOTES)}{mode}/>'
        for key, kind, target, mode in ((k, t, a, ' TargetMode="External"' if out else "") for k, t, a, out in entries)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{body}</Relationships>'.encode()


def _content_types(sheets: Iterable[str]) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    body = "".join(
        f'<Override PartName="/xl/worksheets/{name}" ContentType="{kind}.worksheet+xml"/>' for name in sheets
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{body}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    ).encode()


def _core(modified: str) -> bytes:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified></cp:coreProperties>'
    ).encode()


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
