"""The record over HTTP, read only: the API, the feeds and the site, in one process.

    middleware  what holds for every request and answer
    cache       answers as they were sent, while the record stands
    routes      the addresses that answer with tables; parameters: what may be asked of them
    in_memory   what the tables in memory answer; state: the record in memory, looked after
    responses   answers as responses: page, format, version; cursor: where the next page begins
    problems    refusals and failures
    pages       the site
    service     health, figures, the description; metrics, schemas, openapi

Nothing is written and nobody is recorded: not who asked, nor what.
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from roster287.publish.api import openapi, problems, routes, service
from roster287.publish.api.cache import Cache
from roster287.publish.api.metrics import Metrics
from roster287.publish.api.middleware import Middleware
from roster287.publish.api.pages import Pages
from roster287.publish.api.service import Service
from roster287.publish.api.state import State

__all__ = ["Service", "create"]


def create(of: Service) -> ASGIApp:
    """The application that serves a record, which it has read: the first who ask do not wait for it.

    What cannot be read or made yet is logged, and tried again with each request.
    """
    state, metrics = State(of.database), Metrics()
    app = openapi.make()
    problems.install(app)
    app.include_router(routes.router(state))
    app.include_router(service.router(app, of, state, metrics))
    pages = Pages(state, of.base_url, of.home, of.contact)
    app.add_route("/{path:path}", pages.__call__, include_in_schema=False)
    whole = state.begin()
    if whole is not None:
        pages.begin(whole)
    return Middleware(Cache(GZipMiddleware(app, minimum_size=1000, compresslevel=5), state), metrics)
