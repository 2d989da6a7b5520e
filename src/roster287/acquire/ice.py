"""One look at ICE's program page and the lists it links, or prints as a table.

    state (what the caller stores between looks, plain JSON)
      page    url, modified, etag, shown, links: [[url, label, sureness], …], printed (the page itself is the list)
      lists   url -> modified, etag, sha256, holds (participating or pending)
      passed  url -> the `shown` of the page on which the link turned out to be no list

When nothing is new a look costs one conditional request for the page and one for each list, and what only new bytes
need is not even imported. What goes wrong with one address does not keep the others from being taken, and whatever
goes wrong is forgotten by the state: the next look asks again for the whole, as it does after a page that was cut.
`look` does not raise `SourceError`, it gives it, so that what came can be kept first.
"""

from __future__ import annotations

import copy
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from roster287.acquire.addresses import without_user
from roster287.acquire.answer import Answer, FetchError, Limits
from roster287.acquire.links import Link, Page, find_links, is_whole
from roster287.acquire.names import list_name, stamped
from roster287.acquire.results import Fetched, Seen, kept_headers
from roster287.acquire.transport import Transport
from roster287.clock import now
from roster287.errors import SourceError

ICE_PAGE = "https://www.ice.gov/identify-and-arrest/287g"
PAGE_BYTES = 4 * 1024 * 1024
LIST_BYTES = 16 * 1024 * 1024
"""ICE's page is some 100 KB, its lists at most 200 KB."""

BLOCKED = frozenset({401, 403, 429, 451})
_WITNESSES = {"modified": "last-modified", "etag": "etag"}
_ELSEWHERE = "Open the page in a browser: the lists may have moved. ROSTER287_ICE_PAGE names another page."

State = dict[str, Any]


class Looked(NamedTuple):
    """What a look gave. Keep `fetched`, log `seen`, store `state`, then raise `error` if there is one."""

    fetched: tuple[Fetched, ...]
    seen: tuple[Seen, ...]
    state: State
    error: SourceError | None


def ice_page() -> str:
    """The address of the program page: ROSTER287_ICE_PAGE, or ICE's. Raises `UsageError` where it names a user."""
    return without_user(os.environ.get("ROSTER287_ICE_PAGE") or ICE_PAGE, "ROSTER287_ICE_PAGE")


def look(
    page_url: str,
    transport: Transport,
    seen: Mapping[str, Any] | None = None,
    keep: Callable[[Fetched], None] | None = None,
) -> Looked:
    """Look at the page and its lists. `seen` is the state of the last look; one that makes no sense is not used.

    `keep` is told of each thing fetched the moment it is whole, before the next address is asked.
    """
    return _Look(page_url, transport, _sound(seen, page_url), keep).run()


class _Look:
    def __init__(
        self, page_url: str, transport: Transport, state: State, keep: Callable[[Fetched], None] | None
    ) -> None:
        self._page_url, self._transport, self._keep = page_url, transport, keep
        self._old, self._state = state, copy.deepcopy(state)
        self._fetched: list[Fetched] = []
        self._seen: list[Seen] = []
        self._errors: list[SourceError] = []
        self._page_is_old = False
        self._unread = ""
        """Why no list is made of a table of the page that is one."""

    def run(self) -> Looked:
        """The whole look."""
        links = self._page()
        if links is not None:
            self._lists(links)
        return Looked(tuple(self._fetched), tuple(self._seen), self._state, _one(self._errors))

    def _page(self, *, whole: bool = False) -> list[Link] | None:
        """The links of the page, as it is or as it was when it has not changed; None when there is no page."""
        known = self._old.get("page", {})
        try:
            answer = self._transport.get(
                self._page_url, {} if whole else _conditions(known), limits=self._limits(PAGE_BYTES)
            )
        except FetchError as error:
            self._fail(error if error.url == self._page_url else _led_on(self._page_url, error))
            for name in _WITNESSES:
                self._state.get("page", {}).pop(name, None)
            return None
        if answer.status == 304:
            if whole or not known:
                self._fail(FetchError(self._page_url, "The server says unchanged to an open question", status=304))
                return None
            self._see(answer, self._page_url, "unchanged")
            self._page_is_old = True
            return [Link(*link) for link in known["links"]]
        self._page_is_old = False
        page = find_links(answer.data, answer.url)
        from roster287.acquire.pages import printed_list

        table = printed_list(answer.data, answer.url)
        printed = table.data is not None
        self._unread = table.reason if table.rows and not printed else ""
        if not (page.links or printed):
            self._without_lists(answer, page)
            return None
        changed = page.shown != known.get("shown")
        self._see(answer, self._page_url, "changed" if changed else "same words and links")
        if changed:
            self._take("page", answer, stamped("287g.html", answer.time))
        self._state["page"] = {
            "url": self._page_url,
            **(_witnesses(answer) if is_whole(answer.data) else {}),
            "shown": page.shown,
            "links": [list(link) for link in page.links],
            "printed": printed,
        }
        for link in page.elsewhere:
            self._note(link.url, "on another site, not followed")
        if page.left_out:
            self._note(self._page_url, f"{page.left_out} more links that may be lists, not followed")
        return list(page.links)

    def _without_lists(self, answer: Answer, page: Page) -> None:
        from roster287.read.container import refusal

        reason = refusal(answer.data)
        if self._unread:
            reason = self._unread
        elif reason is None or "web page" in reason or "HTML" in reason:
            where = f"; a list is linked on another site, {page.elsewhere[0].url}" if page.elsewhere else ""
            reason = f"The page links no list among its {page.all_links} links{where}"
        else:
            reason = f"This is not the program page. {reason.rstrip('.')}"
        self._refuse(answer, self._page_url, reason)

    def _lists(self, links: list[Link]) -> None:
        got = {"participating"} if self._state["page"].get("printed") else set()
        done: set[str] = set()
        while True:
            gone = blocked = False
            for link in links:
                if link.url in done:
                    continue
                done.add(link.url)
                try:
                    got.add(self._list(link))
                except FetchError as error:
                    if error.status in (404, 410) and self._page_is_old:
                        gone = True
                        self._see_error(error)
                        self._state["lists"].pop(link.url, None)
                        continue
                    if link.sureness == "sure" or link.url in self._old["lists"]:
                        self._fail(error)
                        self._state["lists"].pop(link.url, None)
                    else:
                        self._see_error(error)
                    if blocked := error.status in BLOCKED:
                        break
            if blocked or not gone:
                break
            again = self._page(whole=True)
            if again is None:
                return
            done -= {seen.url for seen in self._seen if seen.status in (404, 410)}
            links = again
        self._conclude(links, got)

    def _conclude(self, links: list[Link], got: set[str]) -> None:
        """Tell what is missing: no participating list is an error, a list that is no longer linked is a note."""
        linked = {link.url for link in links}
        for url in [url for url in self._state["lists"] if url not in linked]:
            del self._state["lists"][url]
            self._note(url, "no longer linked by the page")
        if "participating" not in got and not self._errors:
            reason = f"The page links no participating list: {len(links)} links were followed"
            if self._unread:
                reason += f". {self._unread.rstrip('.')}"
            self._errors.append(FetchError(self._page_url, reason, _ELSEWHERE, status=200))
            self._state.pop("page", None)
            self._state["passed"].clear()

    def _list(self, link: Link) -> str:
        """Which list is at the link, empty when it is none; its bytes are taken when they are new."""
        shown = self._state["page"]["shown"]
        if self._old["passed"].get(link.url) == shown:
            return ""
        known = self._state["lists"].get(link.url, {})
        answer = self._transport.get(link.url, _conditions(known), limits=self._limits(LIST_BYTES))
        if answer.status == 304:
            if not known:
                raise FetchError(link.url, "The server says unchanged to an open question", status=304)
            self._see(answer, link.url, "unchanged", known["sha256"])
            return str(known.get("holds", link.label))
        from roster287.acquire.content import list_in, not_a_list

        sha256 = hashlib.sha256(answer.data).hexdigest()
        if sha256 != known.get("sha256") and (reason := not_a_list(answer.data, link.label)):
            if link.sureness == "sure" or known:
                self._state["lists"].pop(link.url, None)
                self._refuse(answer, link.url, reason)
            else:
                self._see(answer, link.url, f"no list: {reason}", sha256)
                self._state["passed"][link.url] = shown
            return ""
        self._see(answer, link.url, "same bytes" if sha256 == known.get("sha256") else "new bytes", sha256)
        holds = known.get("holds", link.label)
        if sha256 != known.get("sha256"):
            name = list_name(answer.url, answer.headers, answer.time, link.label, answer.data)
            self._take("list", answer, name)
            holds = link.label if link.label == "participating" else list_in(answer.data) or link.label
        self._state["lists"][link.url] = {**_witnesses(answer), "sha256": sha256, "holds": holds}
        return str(holds)

    def _limits(self, most: int) -> Limits:
        given = self._transport.limits
        return replace(given, wire=min(given.wire, most), unpacked=min(given.unpacked, 2 * most))

    def _take(self, kind: Any, answer: Answer, name: str) -> None:
        fetched = Fetched(kind, answer.data, name, answer.time, answer.url, kept_headers(answer.headers))
        self._fetched.append(fetched)
        if self._keep is not None:
            self._keep(fetched)

    def _refuse(self, answer: Answer, url: str, reason: str) -> None:
        """What came is not what should be there: an error, and the bytes as evidence."""
        self._take("refused", answer, stamped("refused.html" if answer.data[:1] == b"<" else "refused", answer.time))
        self._see(answer, url, reason, hashlib.sha256(answer.data).hexdigest())
        self._errors.append(FetchError(url, reason.rstrip("."), _ELSEWHERE, status=answer.status))

    def _fail(self, error: FetchError) -> None:
        self._see_error(error)
        self._errors.append(error)

    def _see_error(self, error: FetchError) -> None:
        self._seen.append(Seen(error.url, error.status, now().removesuffix("Z"), error.reason))

    def _see(self, answer: Answer, url: str, reason: str, sha256: str | None = None) -> None:
        if sha256 is None and answer.data:
            sha256 = hashlib.sha256(answer.data).hexdigest()
        self._seen.append(Seen(url, answer.status, answer.time, reason, sha256))

    def _note(self, url: str, reason: str) -> None:
        self._seen.append(Seen(url, None, now().removesuffix("Z"), reason))


def _conditions(known: Mapping[str, Any]) -> dict[str, str]:
    """The conditional headers. ICE honours the date and not the tag, and a tag would make servers ignore the date."""
    if known.get("modified"):
        return {"If-Modified-Since": str(known["modified"])}
    return {"If-None-Match": str(known["etag"])} if known.get("etag") else {}


def _witnesses(answer: Answer) -> dict[str, str]:
    """What the next look asks with; a value that cannot be sent in a header is none."""
    found = {ours: answer.headers.get(name, "") for ours, name in _WITNESSES.items()}
    return {ours: value for ours, value in found.items() if value.isascii() and value.isprintable() and value}


def _led_on(page_url: str, error: FetchError) -> FetchError:
    """The error of the page, where it is that of another address to which the page leads."""
    reason = f"The page leads to {error.url}. {error.reason}"
    return FetchError(page_url, reason, error.hint, status=error.status, passing=error.passing)


def _one(errors: list[SourceError]) -> SourceError | None:
    """The first error, with a word on the others."""
    if len(errors) < 2:
        return errors[0] if errors else None
    first = errors[0]
    return SourceError(f"{first.message} (and {len(errors) - 1} more: {errors[1].message})", first.hint)


def _sound(state: Mapping[str, Any] | None, page_url: str) -> State:
    """The state of the last look; an empty one when it is about another page or malformed."""
    empty: State = {"lists": {}, "passed": {}}
    try:
        if state is None or not state.get("page"):
            return {**empty, "lists": dict(state["lists"])} if state and _are_lists(state.get("lists")) else empty
        page = dict(state["page"])
        links = [Link(*map(str, link)) for link in page["links"]]  # type: ignore[arg-type]
        if page["url"] != page_url or not str(page["shown"]) or not _are_lists(state["lists"]):
            return empty
        if not (links or page.get("printed") is True):
            return empty
        passed = {str(url): str(shown) for url, shown in dict(state.get("passed") or {}).items()}
        return {"page": page, "lists": copy.deepcopy(dict(state["lists"])), "passed": passed}
    except (TypeError, ValueError, KeyError, AttributeError):
        return empty


def _are_lists(lists: object) -> bool:
    return isinstance(lists, dict) and all(isinstance(v, dict) and v.get("sha256") for v in lists.values())
