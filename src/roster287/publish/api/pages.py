"""The site, answered from the same state of the record as the API. A new one is made while the old one answers."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from fastapi import Request, Response

from roster287.publish.api.problems import DOCS, Problem
from roster287.publish.api.responses import CACHE_CONTROL, unchanged
from roster287.publish.api.state import State
from roster287.publish.whole import Whole
from roster287.register.queries import finding
from roster287.settings import Home
from roster287.vocabulary import question

if TYPE_CHECKING:
    from roster287.publish.site import Answer, Site

log = logging.getLogger("roster287.api")
KEPT = 512
"""How many files are kept once they have been made."""
API = ("/api", "/api/", "/api/v1")
"""What leads to the description of the API."""


class Pages:
    """The site at its addresses; what its search form sends is answered too."""

    def __init__(self, state: State, base_url: str, home: Home, contact: str = "") -> None:
        self._state = state
        self._base_url = base_url
        self._home = home
        self._contact = contact
        self._site: Site | None = None
        self._making = threading.Lock()
        self._tried = ""
        self._threads = CapacityLimiter(2)
        self._kept: OrderedDict[tuple[str, str], Answer] = OrderedDict()

    def begin(self, whole: Whole) -> None:
        """Make the site and its first page before anybody asks; a line in the log where that fails."""
        with suppress(Exception):
            self._make(whole)

    async def __call__(self, request: Request) -> Response:
        """Answer one address of the site."""
        path = request.url.path
        if path in API:
            return self._redirect(308, "api/v1/docs", request)
        if path.startswith(("/api/", "//")):
            raise Problem(404, "Nothing has this address.", DOCS)
        site = await self._present()
        now = site.moved(path)
        if now is not None:
            return self._redirect(301, now, request)
        made = await self._search(site, path, request) or await self._file(site, path)
        if made is not None:
            return _response(request, made)
        if not path.endswith("/") and await self._file(site, f"{path}/") is not None:
            return self._redirect(308, f"{path}/", request)
        plain = _plainly(path)
        if plain != path and (await self._file(site, plain) is not None or site.moved(plain)):
            return self._redirect(308, plain, request)
        missing = await self._file(site, "/es/404.html" if path.startswith("/es/") else "/404.html")
        if missing is None:
            raise Problem(404, "Nothing has this address.", DOCS)
        return _response(request, missing, 404)

    def _redirect(self, status: int, to: str, request: Request) -> Response:
        """Lead to an address of the site, where the public reaches it, with what was asked for behind it."""
        prefix, asked = urlsplit(self._base_url).path, request.url.query
        location = quote(prefix, safe="/%") + quote(f"/{to.lstrip('/')}") + (f"?{asked}" if asked else "")
        return Response(None, status, {"Location": location, "Cache-Control": CACHE_CONTROL})

    async def _present(self) -> Site:
        whole = await self._state.whole()
        if self._site is None:
            await to_thread.run_sync(self._make, whole)
        elif self._site.whole.version != whole.version and self._tried != whole.version:
            self._tried = whole.version
            threading.Thread(target=self._make, args=(whole,), daemon=True).start()
        assert self._site is not None
        return self._site

    def _make(self, whole: Whole) -> None:
        from roster287.publish.site import Site

        with self._making:
            if self._site is not None and self._site.whole.version == whole.version:
                return
            try:
                kept, own = self._home.objects, self._home.judgements
                site = Site(whole, self._base_url, kept, judgements=own, contact=self._contact, api=True)
                site.answer("/")
            except Exception:
                log.exception("the site of version %s could not be made", whole.version)
                if self._site is None:
                    raise
                return
            self._site = site

    async def _file(self, site: Site, path: str) -> Answer | None:
        of = (site.whole.version, path)  # a site that a newer one took the place of may still be answering
        if of in self._kept:
            return self._kept[of]
        made = await to_thread.run_sync(site.answer, path, limiter=self._threads)
        if made is not None:
            self._kept[of] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    async def _search(self, site: Site, path: str, request: Request) -> Answer | None:
        """The page of the search with its answer, for a browser without JavaScript."""
        from roster287.publish.site.search import MANY

        asked = request.query_params.get("q", "").strip()
        if path not in ("/search/", "/es/search/") or not asked:
            return None
        if len(asked) > question.LONGEST:
            raise Problem(
                414, f"That is longer than {question.LONGEST} characters.", "Ask for a name, a town or a ZIP code."
            )
        most = MANY + 1  # whether there are more than are shown
        found = (await self._state.ask(("search", asked), lambda connection: finding.find(connection, asked, most)))[1]
        lang = "es" if path.startswith("/es/") else "en"
        return await to_thread.run_sync(site.search, asked, found, lang, limiter=self._threads)


def _plainly(path: str) -> str:
    """The address of a page as the site writes it: in small letters, without stray spaces, a slash at its end."""
    parts = [part.strip().lower() for part in path.split("/")]
    return "/".join(parts) if "." in parts[-1] else "/".join(parts).rstrip("/") + "/"


def _response(request: Request, made: Answer, status: int = 200) -> Response:
    from roster287.publish.site import CSP

    policy = {"Content-Security-Policy": CSP}
    if status != 200:
        return Response(made.body, status, policy | {"Cache-Control": "no-store"}, media_type=made.media_type)
    tag = f'W/"{hashlib.blake2b(made.body, digest_size=12).hexdigest()}"'
    headers = policy | {"ETag": tag, "Cache-Control": CACHE_CONTROL}
    return unchanged(request, headers) or Response(made.body, 200, headers, media_type=made.media_type)
