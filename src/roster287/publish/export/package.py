"""The whole as one Frictionless data package: `datapackage.json` with schemas from the dictionary, hashes and sizes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from roster287.dictionary import TABLES, fields
from roster287.dictionary_fields import Field, Type
from roster287.publish.export.dataset import Data, Dataset
from roster287.publish.export.kept import Kept, files_of
from roster287.publish.export.words import ABOUT, LICENCE, SOURCES, TITLE

NAME = "datapackage.json"
KINDS: dict[Type, tuple[str, str]] = {
    "id": ("string", "default"), "code": ("string", "default"), "text": ("string", "default"),
    "integer": ("integer", "default"), "number": ("number", "default"), "boolean": ("boolean", "default"),
    "date": ("date", "default"), "time": ("datetime", "%Y-%m-%dT%H:%M:%S"), "partial": ("string", "default"),
    "list": ("string", "default"), "json": ("any", "default"), "url": ("string", "default"),
}  # fmt: skip
MEDIA = {
    ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".db": "application/vnd.sqlite3",
    ".json": "application/json", ".md": "text/markdown", ".cff": "application/yaml", ".txt": "text/plain",
}  # fmt: skip


def write_package(dataset: Dataset, folder: Path) -> None:
    """Describe every file of the folder; call it last."""
    resources = []
    for one in files_of(folder):
        if one.path.name != NAME:
            table = dataset.tables.get(one.path.stem) if one.shown == f"csv/{one.path.stem}.csv" else None
            resources.append(_resource(one, table))
    tables = [r for r in resources if "schema" in r]
    whole: dict[str, Any] = {
        "profile": "data-package",
        "name": "roster287",
        "title": TITLE,
        "description": "\n\n".join(ABOUT),
        "version": dataset.version,
        "licenses": [LICENCE],
        "sources": [{"title": title, "path": path} for title, path in SOURCES],
        "resources": [*tables, *(r for r in resources if "schema" not in r)],
    }
    (folder / NAME).write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource(file: Kept, data: Data | None) -> dict[str, Any]:
    name = file.path.stem if data else file.shown.replace("/", "-").replace(".", "-").lower()
    out: dict[str, Any] = {
        "name": name,
        "path": file.shown,
        "mediatype": MEDIA[file.path.suffix],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if data is None:
        return {**out, "type": "file", "format": file.path.suffix[1:]}
    return {
        **out,
        "type": "table",
        "profile": "tabular-data-resource",
        "title": data.entry.title,
        "description": data.entry.description,
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(data),
    }


def _schema(data: Data) -> dict[str, Any]:
    entry = data.entry
    schema: dict[str, Any] = {
        "fields": [_field(column, field, column in entry.key) for column, field in fields(data.name).items()],
        "missingValues": [""],
    }
    if entry.key:
        schema["primaryKey"] = list(entry.key)
    if entry.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": to, "fields": list(TABLES[to].key)}}
            for column, to in entry.refers
        ]
    return schema


def _field(column: str, field: Field, required: bool) -> dict[str, Any]:
    kind, form = KINDS[field.type]
    out: dict[str, Any] = {"name": column, "type": kind, "format": form, "description": field.description}
    constraints: dict[str, Any] = {}
    if required:
        constraints["required"] = True
    if field.values and field.type == "code":
        constraints["enum"] = list(field.values)
    if constraints:
        out["constraints"] = constraints
    return {**out, "example": field.example, "rule": field.source}
