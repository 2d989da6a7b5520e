"""Refusals and failures as problem details (RFC 9457): what, and what next, as the command line says them."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from roster287.errors import RosterError, StoreError, UsageError
from roster287.publish.written import as_json

log = logging.getLogger("roster287.api")
MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs says what each address takes."
AGAIN = "Try again in a minute."
SEARCH = "/api/v1/search?text=NAME finds agencies; /api/v1/agreements?agency=ID lists an agency's agreements."


class Problem(Exception):  # noqa: N818  (the word of RFC 9457)
    """A refusal with its status: what happened, and what to do next."""

    def __init__(self, status: int, detail: str, then: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.then = then
        self.headers = dict(headers or {})


def response(problem: Problem) -> Response:
    """A problem as a response."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "next": problem.then,
    }
    headers = {"Cache-Control": "no-store"} | problem.headers
    text = as_json(body).encode("utf-8", "backslashreplace")
    return Response(text, problem.status, headers, media_type=MEDIA_TYPE)


def unforeseen(error: Exception) -> Response:
    """What is answered where the program failed, which is written into the log with its traceback."""
    log.error("unforeseen: %s", type(error).__name__, exc_info=error)
    return response(Problem(500, "Something unforeseen happened, and was written down.", AGAIN))


def install(app: FastAPI) -> None:
    """Answer every error that a question raises as a problem."""

    async def ours(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return response(error)

    async def refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return response(Problem(400, _faults(error.errors()), DOCS))

    async def raised(request: Request, error: Exception) -> Response:
        assert isinstance(error, RosterError)
        return response(_of(error, request.url.path))

    async def http(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return response(Problem(error.status_code, "Nothing has this address.", DOCS, error.headers))

    async def failed(_request: Request, error: Exception) -> Response:
        return unforeseen(error)

    app.add_exception_handler(Problem, ours)
    app.add_exception_handler(RequestValidationError, refused)
    app.add_exception_handler(RosterError, raised)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, failed)


def _of(error: RosterError, path: str) -> Problem:
    """What is well formed and names nothing is not found; what the database says stays here."""
    if isinstance(error, UsageError):
        return Problem(404, error.message, error.hint if "`roster287" not in error.hint else _next(error, path))
    log.error("%s: %s", type(error).__name__, error.message)
    if isinstance(error, StoreError):
        return Problem(503, "The record cannot be read at this moment.", AGAIN, {"Retry-After": "60"})
    return Problem(500, "The question could not be answered.", AGAIN)


def _next(error: UsageError, path: str) -> str:
    """What to ask instead, where the error's own hint is a command."""
    if error.message.startswith(("No agency “", "No agreement “")):
        return SEARCH
    if path.startswith(("/api/v1/publications", "/api/v1/on", "/api/v1/brief")) or path.endswith("/evidence"):
        return "/api/v1/publications lists them."
    if path.startswith("/api/v1/where"):
        return (
            "Ask by a town with its state, by a county or by a ZIP code: /api/v1/where?place=Wells,+ME; of a whole "
            "state: /api/v1/brief?state=ME"
        )
    return SEARCH


_FAULTS = {
    "extra_forbidden": "there is no such parameter",
    "missing": "it is needed",
    "string_pattern_mismatch": "it is empty, or not written as such a value is",
    "int_parsing": "it is a whole number",
    "bool_parsing": "it is true or false",
}
"""What is wrong with a parameter, where the library that found it says so for programmers."""


def _faults(errors: Sequence[Any]) -> str:
    """Each parameter that is wrong, and why."""
    said = []
    for error in errors[:5]:
        name = str(error["loc"][1])[:40] if len(error["loc"]) > 1 else "the request"
        what = _FAULTS.get(error["type"], str(error["msg"]).removeprefix("Value error, "))
        said.append(f"{name}: {what.rstrip('.')}.")
    return " ".join(said)
