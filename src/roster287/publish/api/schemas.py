"""What each answer looks like, as JSON Schema made of the data dictionary."""

from __future__ import annotations

from typing import Any

from roster287 import dictionary
from roster287.dictionary_fields import Field, Type
from roster287.publish.api.problems import MEDIA_TYPE
from roster287.publish.api.responses import MEDIA_TYPES
from roster287.register.queries.subjects import SPELLING

Schema = dict[str, Any]

TYPES: dict[Type, Schema] = {
    "id": {"type": "string"},
    "code": {"type": "string"},
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string"},
    "partial": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"},
    "list": {"type": "array", "items": {"type": "string"}},
    "json": {},
    "url": {"type": "string", "pattern": "^https?://"},
}
_OBJECT: Schema = {"type": "object"}
_SHAPES: dict[str, Schema] = {
    "evidence": {"type": "array", "items": {"$ref": "#/components/schemas/Proof"}},
    "witnesses": {"type": "array", "items": _OBJECT},
    "corrections": {"type": "array", "items": _OBJECT},
    "before": {"type": ["object", "null"]},
    "after": {"type": ["object", "null"]},
    "printed": _OBJECT,
    "targets": _OBJECT,
}
"""Fields of type `json` whose shape is the same wherever they stand."""
HIDDEN = ("home", "last_error")
"""Columns of `status` that are the operator's own: where the home is, and what its network said last."""


def components() -> Schema:
    """Every named schema: a row of each table, an answer of each, and what they share."""
    found: Schema = {
        "Problem": {
            "type": "object",
            "description": "RFC 9457: what happened, and in `next` what to do.",
            "required": ["type", "title", "status", "detail", "next"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": {"type": "string"},
                "next": {"type": "string"},
            },
        },
        "Proof": {
            "type": "object",
            "description": "Where a list shows it.",
            "required": ["publication_id", "file_name", "sha256", "sheet_row"],
            "properties": {
                "publication_id": {"type": "string"},
                "file_name": {"type": "string"},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "sheet_row": {"type": ["integer", "null"]},
            },
        },
        "Source": {
            "type": "object",
            "description": "Where a statement on law is from.",
            "required": ["source_url", "source_title", "confidence", "basis"],
            "properties": {
                name: _property(field)
                for name, field in dictionary.fields("law").items()
                if name in ("source_url", "source_title", "confidence", "basis")
            },
        },
        "Spelling": {
            "type": "object",
            "required": list(SPELLING),
            "properties": {
                name: _property(field) for name, field in dictionary.fields("spellings").items() if name in SPELLING
            },
        },
        "history": {
            "type": "object",
            "description": "One agency, or one agreement and its agency, with its whole history.",
            "required": ["agency", "agreements", "applications", "events", "spellings"],
            "properties": {
                "agency": _ref("agencies"),
                **{name: {"type": "array", "items": _ref(name)} for name in ("agreements", "applications", "events")},
                "spellings": {"type": "array", "items": _ref("Spelling")},
            },
        },
    }
    found |= {name: row(name) for name in dictionary.TABLES}
    return found


def row(name: str) -> Schema:
    """A row of a table of the dictionary. What tells rows apart is always there; whatever else may be unknown."""
    entry = dictionary.TABLES[name]
    properties = {column: _property(field, column) for column, field in dictionary.fields(name).items()}
    if name == "status":
        properties = {column: shape for column, shape in properties.items() if column not in HIDDEN}
    if name == "brief":
        either = {"anyOf": [_ref("Proof"), _ref("Source")]}
        properties["evidence"] = {**properties["evidence"], "items": either}
    for column in entry.key:
        if not name.startswith("count_"):
            properties[column] |= {"type": "string"}
    return {
        "type": "object",
        "description": entry.description,
        "required": list(properties),
        "properties": properties,
    }


def answer(*names: str) -> Schema:
    """An answer whose rows are those of one table, or of one of several."""
    items = [_ref(name) for name in names]
    return {
        "type": "object",
        "required": ["query", "as_of", "publication", "count", "rows", "next_cursor"],
        "properties": {
            "query": {"type": "object", "description": "What was asked, as it was understood."},
            "as_of": {"type": ["string", "null"], "format": "date", "description": "The day the answer is about."},
            "publication": {
                "anyOf": [_ref("publications"), {"type": "null"}],
                "description": "The list that the answer rests on.",
            },
            "count": {"type": "integer", "minimum": 0, "description": "Rows of all pages."},
            "rows": {"type": "array", "items": items[0] if len(items) == 1 else {"anyOf": items}},
            "next_cursor": {"type": ["string", "null"], "description": "The cursor of the next page; null at the end."},
        },
    }


def responses(*names: str) -> dict[int | str, dict[str, Any]]:
    """What an address may answer, by status."""
    problem = {"content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}
    tag = {"ETag": {"description": "The version of the record.", "schema": {"type": "string"}}}
    link = {"Link": {"description": 'The next page, `rel="next"`, where there is one.', "schema": {"type": "string"}}}
    text: Schema = {"schema": {"type": "string"}}
    return {
        200: {
            "description": "The answer.",
            "headers": tag | link,
            "content": {
                MEDIA_TYPES["json"]: {"schema": answer(*names)},
                MEDIA_TYPES["csv"].split(";")[0]: text,
                MEDIA_TYPES["ndjson"].split(";")[0]: text,
            },
        },
        304: {"description": "The asker has this answer already (If-None-Match).", "headers": tag},
        400: {"description": "A parameter is unknown or malformed.", **problem},
        404: {"description": "What is named is not in the record.", **problem},
        410: {"description": "The cursor's row is not in the new version of the record.", **problem},
        414: {"description": "The address is too long.", **problem},
        503: {"description": "The record cannot be read, or too much is asked at once.", **problem},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _property(field: Field, column: str = "") -> Schema:
    shape = dict(_SHAPES[column]) if column in _SHAPES and field.type == "json" else dict(TYPES[field.type])
    if "type" in shape and shape["type"] != "array" and column not in _SHAPES:
        shape["type"] = [shape["type"], "null"]
    if field.values and field.type == "list":
        shape["items"] = {"type": "string", "enum": list(field.values)}
    elif field.values:
        shape["enum"] = [*field.values, None]
    return {**shape, "description": field.description}
