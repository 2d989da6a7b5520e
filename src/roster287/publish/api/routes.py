"""The addresses of the API: one function each, with the parameters of its command.

Some have another name than their command: docs/api.md has the table of both.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from roster287.dictionary import TABLES
from roster287.program import laws, models
from roster287.publish import brief, where
from roster287.publish.api import in_memory, parameters
from roster287.publish.api.responses import answer
from roster287.publish.api.schemas import responses
from roster287.publish.api.state import State
from roster287.register import lookup
from roster287.register.queries import finding, issues, lists, subjects
from roster287.table import Table, table

EVERY = 10**6
"""More agencies than any search finds."""


def router(state: State) -> APIRouter:
    """The addresses that answer with tables."""
    api = APIRouter(prefix="/api/v1")

    def get(path: str, *names: str) -> Callable[[Any], Any]:
        return api.get(path, responses=responses(*names), response_class=Response, tags=["record"])

    async def ask(
        request: Request, of: parameters.Common, question: Callable[[Connection], Table], key: str | None = None
    ) -> Response:
        given = of.model_dump(exclude={"format", "limit", "cursor"})
        kept: Hashable = (request.url.path, tuple(given.items()))
        version, found = await state.ask(kept, question)
        return answer(request, of, version, found, key)

    @get("/publications", "publications")
    async def publications(request: Request, of: Annotated[parameters.Publications, Query()]) -> Response:
        """Every distinct content of a list, with its date."""
        whole = await state.whole()
        return answer(request, of, whole.version, in_memory.publications(whole, of), "publication_id")

    @get("/publications/{publication_id}", "publications")
    async def publication(
        request: Request, publication_id: parameters.PublicationId, of: Annotated[parameters.Common, Query()]
    ) -> Response:
        """One publication: by its id, its file's SHA-256 or a beginning of it, or the day on which it was in force."""

        def question(connection: Connection) -> Table:
            found = lists.shown(lookup.publication(connection, publication_id))
            return table(lists.PUBLICATION, [found], query={"id": publication_id}, as_of=found["date"])

        return await ask(request, of, question)

    @get("/publications/{publication_id}/issues", "issues")
    async def issues_(
        request: Request, publication_id: parameters.PublicationId, of: Annotated[parameters.Issues, Query()]
    ) -> Response:
        """What in a list is misprinted, and what in its file is no row: cell by cell, with what was understood."""
        return await ask(
            request, of, lambda connection: issues.issues(connection, publication_id, of.severity, lang=of.lang)
        )  # fmt: skip

    @get("/agencies", "agencies")
    async def agencies(request: Request, of: Annotated[parameters.Agencies, Query()]) -> Response:
        """Every body that ICE has ever listed."""
        whole = await state.whole()
        return answer(request, of, whole.version, in_memory.agencies(whole, of), "agency_id")

    @get("/agencies/{agency_id}", "history")
    async def agency(
        request: Request, agency_id: parameters.AgencyId, of: Annotated[parameters.Common, Query()]
    ) -> Response:
        """One agency with its agreements, applications, events and spellings."""
        whole = await state.whole()
        found = in_memory.show(whole, in_memory.agency(whole, agency_id), agency_id, of.lang)
        return answer(request, of, whole.version, found)

    @get("/agreements", "agreements")
    async def agreements(request: Request, of: Annotated[parameters.Agreements, Query()]) -> Response:
        """Every agreement that ICE has ever listed: one agency, one model, one signing."""
        whole = await state.whole()
        return answer(request, of, whole.version, in_memory.agreements(whole, of), "agreement_id")

    @get("/agreements/{agreement_id:path}/evidence", "evidence")
    async def evidence(
        request: Request, agreement_id: parameters.AgreementId, of: Annotated[parameters.Evidence, Query()]
    ) -> Response:
        """Proof of what a list said of an agreement: file, hash, row, cells; no row where it did not name it."""
        return await ask(
            request, of, lambda connection: subjects.evidence(connection, agreement_id, of.on, lang=of.lang)
        )

    @get("/agreements/{agreement_id:path}", "history")
    async def agreement(
        request: Request, agreement_id: parameters.AgreementId, of: Annotated[parameters.Common, Query()]
    ) -> Response:
        """One agreement and its agency, with its whole history."""
        whole = await state.whole()
        found = in_memory.show(whole, in_memory.agreement(whole, agreement_id), agreement_id, of.lang)
        return answer(request, of, whole.version, found)

    @get("/applications", "applications")
    async def applications(request: Request, of: Annotated[parameters.Applications, Query()]) -> Response:
        """Every application that the pending lists have shown."""
        whole = await state.whole()
        return answer(request, of, whole.version, in_memory.applications(whole, of), "application_id")

    @get("/events", "events")
    async def events(request: Request, of: Annotated[parameters.Events, Query()]) -> Response:
        """The changes, oldest first. `since` and `until` are counted in; `after` gives what stands behind an event."""
        whole = await state.whole()
        found = in_memory.events(whole, of)
        return answer(
            request, of, whole.version, found, "event_id", lambda event: in_memory.in_language(event, of.lang)
        )  # fmt: skip

    @get("/counts", "count", *(name for name in TABLES if name.startswith("count_")))
    async def counts(request: Request, of: Annotated[parameters.Counts, Query()]) -> Response:
        """How many agencies and agreements a list named."""
        return await ask(request, of, lambda connection: lists.count(connection, of.on, of.by, pending=of.pending))

    @get("/on", "on", "on_pending")
    async def on(request: Request, of: Annotated[parameters.On, Query()]) -> Response:
        """What the publication in force on a day listed, in the order of its sheet."""
        return await ask(
            request, of,
            lambda connection: lists.on(connection, of.date, of.state, of.model, of.agency, pending=of.pending),
        )  # fmt: skip

    @get("/brief", "brief")
    async def reporters_brief(request: Request, of: Annotated[parameters.Brief, Query()]) -> Response:
        """The reporter's brief: facts for a state on a day, each with its evidence."""
        return await ask(
            request, of, lambda connection: brief.brief(connection, of.state, of.on, of.since, lang=of.lang)
        )  # fmt: skip

    @get("/where", "where")
    async def where_(request: Request, of: Annotated[parameters.Where, Query()]) -> Response:
        """The bodies that police a town, a county or a ZIP code, each on ICE's list or not."""
        return await ask(request, of, lambda connection: where.where(connection, of.place, of.on, lang=of.lang))

    @get("/search", "find")
    async def search(request: Request, of: Annotated[parameters.Search, Query()]) -> Response:
        """Agencies by any of their names, a town or a county, best first."""

        def question(connection: Connection) -> Table:
            found = finding.find(connection, of.text, EVERY)
            return replace(found, query={"text": of.text})

        return await ask(request, of, question, "agency_id")

    @get("/law", "law", "laws")
    async def law(request: Request, of: Annotated[parameters.Law, Query()]) -> Response:
        """State laws on 287(g) agreements, one row an instrument; with a day, what was or may have been in force."""
        whole = await state.whole()
        return answer(request, of, whole.version, laws.law(of.state, of.on, lang=of.lang))

    @get("/models", "models")
    async def models_(request: Request, of: Annotated[parameters.Models, Query()]) -> Response:
        """What each model allows and asks, one statement a row, each with its source."""
        whole = await state.whole()
        return answer(request, of, whole.version, models.models(of.model, lang=of.lang))

    return api
