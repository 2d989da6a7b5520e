"""The read-me and the licence that go with every export."""

from __future__ import annotations

from collections.abc import Sequence

from roster287.dictionary import TABLES, section
from roster287.publish.export.dataset import Dataset
from roster287.publish.export.words import ABOUT, LICENCE, SOURCES, TITLE

_FORMATS = {
    "csv": "`csv/`: UTF-8, a header, empty for what is not known. A text that a spreadsheet could take for a formula "
    "has an apostrophe in front.",
    "parquet": "`parquet/`: the same, typed, texts as they are; lists are lists.",
    "geojson": "`geo/`: agencies and counties as points (WGS 84). County boundaries are not in it: join `county_fips`. "
    "With Parquet asked for, GeoParquet too.",
    "xlsx": "`roster287.xlsx`: all tables in one workbook, with dates, links and filters.",
    "sqlite": "`roster287.db`: SQLite. `datasette roster287.db -m metadata.json` serves it.",
    "datapackage": "`datapackage.json`: all of it as a Frictionless data package, with types, sizes and hashes.",
}
LICENCE_TEXT = f"""The data in this folder: {LICENCE["title"]} (CC BY 4.0)
{LICENCE["path"]}

You may share and adapt it for any purpose if you credit “roster287” and say what you changed.
ICE's lists and the figures of the US Census Bureau and the FBI are works of the US government, in the public domain.
"""


def readme(dataset: Dataset, formats: Sequence[str]) -> str:
    """`README.md`: what it is, what is in it, what every field means."""
    lines = [f"# {TITLE}", "", *(line for text in ABOUT for line in (text, ""))]
    lines += [f"{dataset.newest} Made by roster287 {dataset.version}.", ""]
    lines += ["## Files", "", *(f"- {_FORMATS[name]}" for name in formats), ""]
    lines += ["## Tables", "", "| table | rows | holds |", "| --- | ---: | --- |"]
    lines += [f"| {name} | {len(data.rows):,} | {data.entry.description} |" for name, data in dataset.tables.items()]
    lines += ["", "## Sources", "", *(f"- {title}: {path}" for title, path in SOURCES), ""]
    own = [section(name, "###") for name in TABLES if name in dataset.tables]
    return "\n".join(lines) + "\n" + "\n\n".join(["## Fields", *own]) + "\n"
