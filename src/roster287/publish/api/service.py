"""What an operator and a program look at first: health, freshness, figures, the description."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from anyio import Lock, to_thread
from fastapi import APIRouter, FastAPI, Query, Request, Response
from sqlalchemy import Connection

from roster287.heartbeat import freshness
from roster287.publish.api import openapi, parameters
from roster287.publish.api.metrics import MEDIA_TYPE, Metrics
from roster287.publish.api.problems import AGAIN, Problem
from roster287.publish.api.responses import CACHE_CONTROL, answer, unchanged
from roster287.publish.api.schemas import HIDDEN, responses
from roster287.publish.api.state import State
from roster287.publish.whole import Whole
from roster287.publish.written import as_json
from roster287.register.database import Database
from roster287.register.queries.status import STATUS, status
from roster287.settings import Home
from roster287.table import Table

NEVER = {"Cache-Control": "no-store"}
COLUMNS = tuple(column for column in STATUS if column not in HIDDEN)
PAGE_CSP = (
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Service:
    """What is served, and where; `contact` is where readers report what is wrong."""

    database: Database
    home: Home
    base_url: str = ""
    contact: str = ""


def router(app: FastAPI, service: Service, state: State, metrics: Metrics) -> APIRouter:
    """The addresses that say how the service is."""
    api = APIRouter()
    made: dict[str, tuple[bytes, bytes]] = {}
    making = Lock()

    @api.get("/api/v1/status", responses=responses("status"), response_class=Response, tags=["service"])
    async def status_(request: Request, of: Annotated[parameters.Common, Query()]) -> Response:
        """How fresh the record is and how much it holds. One row."""

        def question(connection: Connection) -> Table:
            line = status(connection)
            files, size = service.home.objects.size()
            row = {**line, "files_kept": files, "bytes_kept": size}
            return Table(COLUMNS, (row,), as_of=line["participating_date"])

        version, found = await state.ask("status", question)
        fresh = await _fresh(service)
        row = {**found.rows[0], **fresh}
        own = hashlib.sha256(f"{version} {sorted(fresh.items())}".encode()).hexdigest()[:16]
        return answer(request, of, own, Table(COLUMNS, (row,), as_of=found.as_of))

    @api.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        """The process is up."""
        return Response("up\n", 200, NEVER, media_type="text/plain")

    @api.get("/readyz", include_in_schema=False)
    async def readyz() -> Response:
        """The record can be read, and how fresh it is."""
        whole = await state.whole()
        if state.fault is not None:
            raise Problem(503, "The record cannot be read at this moment.", AGAIN, {"Retry-After": "60"})
        said = {"ready": True, "version": whole.version, **_days(whole), **await _fresh(service)}
        return Response(as_json(said), 200, NEVER, media_type="application/json")

    @api.get("/metrics", include_in_schema=False)
    async def figures() -> Response:
        """Prometheus text."""
        whole = state.present
        if whole is not None:
            fresh = await _fresh(service)
            days = {kind.removesuffix("_date"): day for kind, day in _days(whole).items()}
            metrics.record(days, fresh["last_looked"], len(whole.events))
        return Response(metrics.text(), 200, NEVER, media_type=MEDIA_TYPE)

    async def description() -> tuple[str, bytes, bytes]:
        whole = await state.whole()
        async with making:
            if whole.version not in made:
                found = await openapi.document(app, whole)
                made.clear()
                made[whole.version] = as_json(found).encode(), openapi.page(found).encode()
            return whole.version, *made[whole.version]

    @api.get("/api/v1/openapi.json", include_in_schema=False)
    async def openapi_(request: Request) -> Response:
        """The description of the API for programs."""
        version, document, _ = await description()
        return _kept(request, version, document, "application/json")

    @api.get("/api/v1/docs", include_in_schema=False)
    @api.get("/api/v1/", include_in_schema=False)
    async def docs(request: Request) -> Response:
        """The description of the API for people."""
        version, _, page = await description()
        return _kept(request, version, page, "text/html", {"Content-Security-Policy": PAGE_CSP})

    return api


def _kept(
    request: Request, version: str, body: bytes, media_type: str, more: Mapping[str, str] | None = None
) -> Response:
    headers = {"ETag": f'W/"{version}"', "Cache-Control": CACHE_CONTROL, **(more or {})}
    return unchanged(request, headers) or Response(body, 200, headers, media_type=media_type)


def _days(whole: Whole) -> dict[str, str | None]:
    return {
        "participating_date": whole.newest["date"] if whole.newest else None,
        "pending_date": whole.newest_pending["date"] if whole.newest_pending else None,
    }


async def _fresh(service: Service) -> dict[str, Any]:
    found = await to_thread.run_sync(freshness, service.home)
    return {key: value for key, value in found.items() if key not in HIDDEN}
