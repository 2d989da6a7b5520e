"""Answers as responses: the page that was asked for, in the format that was asked for, with its version.

An answer's tag (ETag) is the version of the record: as long as it stands, every answer does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response

from roster287.publish.api import cursor
from roster287.publish.api.parameters import Common, Paged
from roster287.publish.api.problems import DOCS, Problem
from roster287.publish.written import as_csv, as_json, as_ndjson, envelope
from roster287.table import Line, Table, columns

CACHE_CONTROL = "public, max-age=60"
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson; charset=utf-8",
}


def answer(
    request: Request,
    asked: Common,
    version: str,
    table: Table,
    key: str | None = None,
    told: Callable[[Line], Line] | None = None,
) -> Response:
    """The page of a table that a question asks for. `key` tells its rows apart; `told` makes a row ready to be told."""
    once(request)
    rows, following = table.rows, None
    if isinstance(asked, Paged):
        question = json.dumps([request.url.path, dict(table.query), asked.lang], sort_keys=True)
        place = cursor.Place(question, version, key)
        first = cursor.start(place, rows, asked.cursor)
        following = cursor.after(place, rows, first + asked.limit)
        rows = rows[first : first + asked.limit]
    headers = {"ETag": f'W/"{version}"', "Cache-Control": CACHE_CONTROL, "Content-Language": asked.lang}
    if following is not None:
        headers["Link"] = f'<{_onward(request, following)}>; rel="next"'
    if same := unchanged(request, headers):
        return same
    page = [told(row) if told else columns(row, table.columns) for row in rows]
    if asked.format == "json":
        text = as_json(envelope(table, page, next_cursor=following))
    elif asked.format == "ndjson":
        text = as_ndjson(page)
    else:
        text = as_csv(table.columns, page)
    body = text.encode("utf-8", "backslashreplace")
    return Response(body, 200, headers, media_type=MEDIA_TYPES[asked.format])


def once(request: Request) -> None:
    """Refuse a parameter that is there twice, except the one that may be."""
    seen = set()
    for name, _ in request.query_params.multi_items():
        if name in seen and name != "kind":
            raise Problem(400, "A parameter is there more than once.", DOCS)
        seen.add(name)


def unchanged(request: Request, headers: Mapping[str, str]) -> Response | None:
    """The answer to a client that says it has the one with these headers already; None to any other."""
    known = request.headers.get("if-none-match", "")
    plain = headers["ETag"].removeprefix("W/")
    if known.strip() != "*" and plain not in (one.strip().removeprefix("W/") for one in known.split(",")):
        return None
    return Response(None, 304, {**headers, "Vary": "Accept-Encoding"})


def _onward(request: Request, following: str) -> str:
    """The address of the next page, relative to this host."""
    pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True, encoding="utf-8")
    given = [(name, value) for name, value in pairs if name != "cursor"]
    return f"?{urlencode([*given, ('cursor', following)])}"
