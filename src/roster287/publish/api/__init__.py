"""The record over HTTP, read only: the API, the feeds and the site, in one process.

    questions   the addresses that answer with tables; asked: their parameters
    state       the record in memory, looked after; what only the database answers
    memory      what the tables in memory answer
    desk        answers as responses: page, format, version; cursor: where the next page begins
    kept        answers as they were sent, while the record stands
    problems    refusals and failures
    pages       the site
    service     health, figures, the description; metrics, schemas, described
    edge        what holds for every answer

Nothing is written and nobody is recorded: not who asked, nor what.
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from roster287.publish.api import described, problems, questions, service
from roster287.publish.api.edge import Edge
from roster287.publish.api.kept import Kept
from roster287.publish.api.metrics import Metrics
from roster287.publish.api.pages import Pages
from roster287.publish.api.service import Service
from roster287.publish.api.state import State

__all__ = ["Service", "create"]


def create(of: Service) -> ASGIApp:
    """The application that serves a record, which it has read: the first who ask do not wait for it.

    What cannot be read or made yet is logged, and tried again with each request.
    """
    state, metrics = State(of.database), Metrics()
    app = described.make()
    problems.install(app)
    app.include_router(questions.router(state))
    app.include_router(service.router(app, of, state, metrics))
    pages = Pages(state, of.base_url, of.home.objects, of.contact)
    app.add_route("/{path:path}", pages.__call__, include_in_schema=False)
    whole = state.begin()
    if whole is not None:
        pages.begin(whole)
    return Edge(Kept(GZipMiddleware(app, minimum_size=1000, compresslevel=5), state), metrics)
