"""A build that keeps what changed, makes anew what did not, or is seen half done, would show readers another record."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from roster287.errors import PublishError, UsageError
from roster287.publish.addresses import site_address
from roster287.publish.site import Site, building
from roster287.publish.site.building import MANIFEST, build
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import file_of
from roster287.publish.whole import Whole
from tests.site.conftest import BASE
from tests.support.kinds import EXAMPLES


def _few(site: Site, *parts: str) -> Site:
    """A site with only these of its files."""
    site.__dict__["groups"] = tuple(
        replace(group, items=partial(tuple, few))
        for group in site.groups
        if (few := [item for item in group.items() if item.path.startswith(parts)])
    )
    return site


def _broken(site: Site) -> Site:
    """The site with a file that cannot be made."""
    bad = Group("bad", lambda: [Item("bad.html", Facts(lambda: 1), _fail)])
    site.__dict__["groups"] = (*site.groups, bad)
    return site


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _fail(_: object) -> bytes:
    raise RuntimeError("no page")


def _with_officers(whole: Whole, officers: int) -> Whole:
    wells = {**whole.agencies["me-wells-police-department"], "officers": officers}
    return replace(whole, agencies={**whole.agencies, wells["agency_id"]: wells})


MAINE = ("agencies/me-", "es/agencies/me-", "about/", "es/about/")


def test_the_same_record_makes_the_same_bytes(whole: Whole, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    build(_few(Site(whole), *MAINE), one)
    build(_few(Site(whole), *MAINE), other)
    assert _hashes(one) == _hashes(other)
    assert len(_hashes(one)) > 6


def test_the_folder_holds_what_the_server_answers(whole: Whole, site: Site, tmp_path: Path) -> None:
    addresses = [f"{lang}{address.partition('?')[0]}" for address in EXAMPLES for lang in ("", "/es")]
    paths = ["static/", *(file_of(address) for address in addresses)]
    build(_few(Site(whole), *paths), tmp_path / "site")
    for address in addresses:
        answer = site.answer(address)
        assert answer is not None
        assert (tmp_path / "site" / file_of(address)).read_bytes() == answer.body, address


def test_nothing_is_made_anew_when_nothing_changed(whole: Whole, tmp_path: Path) -> None:
    build(_few(Site(whole), *MAINE), tmp_path / "site")
    before = _hashes(tmp_path / "site")
    again = build(_few(Site(whole), *MAINE), tmp_path / "site").rows[0]
    assert (again["made"], again["kept"]) == (0, len(before) - 1)
    assert _hashes(tmp_path / "site") == before


def test_a_changed_fact_is_shown_and_only_its_pages_are_made_anew(whole: Whole, tmp_path: Path) -> None:
    build(_few(Site(whole), *MAINE), tmp_path / "site")
    before = _hashes(tmp_path / "site")
    build(_few(Site(_with_officers(whole, 4321)), *MAINE), tmp_path / "site")
    after = _hashes(tmp_path / "site")
    different = {path for path in before if before[path] != after[path]} - {MANIFEST}
    assert different == {
        "agencies/me-wells-police-department/index.html",
        "es/agencies/me-wells-police-department/index.html",
    }
    assert "4,321" in (tmp_path / "site/agencies/me-wells-police-department/index.html").read_text()


def test_a_file_lost_from_the_site_before_is_made_again(whole: Whole, tmp_path: Path) -> None:
    build(_few(Site(whole), *MAINE), tmp_path / "site")
    (tmp_path / "site/about/index.html").unlink()
    (tmp_path / "site/es/about/index.html").write_text("cut")
    again = build(_few(Site(whole), *MAINE), tmp_path / "site").rows[0]
    assert again["made"] == 2
    assert "<h1>" in (tmp_path / "site/about/index.html").read_text()


@pytest.mark.parametrize("parts", [MAINE, pytest.param(("",), marks=pytest.mark.long)], ids=["some", "whole"])
def test_a_page_that_somebody_wrote_into_is_made_again(whole: Whole, tmp_path: Path, parts: tuple[str, ...]) -> None:
    """The long one is the whole site, built as it is for readers."""
    build(_few(Site(whole), *parts), tmp_path / "site")
    build(_few(Site(whole), *parts), tmp_path / "site")
    page = tmp_path / "site" / "agencies" / "me-wells-police-department" / "index.html"
    right = page.read_bytes()
    page.write_bytes(right.replace(b"Wells Police", b"Wrong Police"))
    answer = build(_few(Site(whole), *parts), tmp_path / "site")
    assert page.read_bytes() == right
    assert answer.rows[0]["made"] == 1


def test_a_site_built_into_an_older_one_is_as_one_built_anew(whole: Whole, tmp_path: Path) -> None:
    folder, kept = tmp_path / "site", tmp_path / ".site.before"
    for officers in (1111, 2222, 3333):
        before = _hashes(folder)
        build(_few(Site(_with_officers(whole, officers)), *MAINE), folder)
        assert officers == 1111 or _hashes(kept) == before
    (kept / "agencies/stray").mkdir()
    (kept / "agencies/stray/thesis.txt").write_text("three years of work")
    (kept / "agencies/me-wells-police-department/index.html").unlink()
    build(_few(Site(_with_officers(whole, 1111)), *MAINE[:2]), folder)
    build(_few(Site(_with_officers(whole, 1111)), *MAINE[:2]), tmp_path / "anew")
    assert _hashes(folder) == _hashes(tmp_path / "anew")
    assert {path.name for path in folder.rglob("*")} == {path.name for path in (tmp_path / "anew").rglob("*")}


def test_a_build_that_was_killed_lends_nothing_to_the_next(whole: Whole, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for officers in (1111, 2222):
        build(_few(Site(_with_officers(whole, officers)), *MAINE), folder)
    before = _hashes(folder)
    broken = _broken(_few(Site(_with_officers(whole, 3333)), *MAINE))
    with pytest.raises(RuntimeError):
        build(broken, folder)
    assert _hashes(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_another_program_keeps_no_file_of_the_one_before(
    whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(_few(Site(whole), *MAINE), tmp_path / "site")
    monkeypatch.setattr(building, "_program", lambda: "another")
    assert build(_few(Site(whole), *MAINE), tmp_path / "site").rows[0]["kept"] == 0


def test_a_failed_build_leaves_the_site_before(whole: Whole, tmp_path: Path) -> None:
    build(_few(Site(whole), *MAINE), tmp_path / "site")
    before = _hashes(tmp_path / "site")
    broken = _broken(_few(Site(whole), *MAINE))
    with pytest.raises(RuntimeError):
        build(broken, tmp_path / "site")
    assert _hashes(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_holds_other_things_is_not_replaced(whole: Whole, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    with pytest.raises(PublishError):
        build(_few(Site(whole), "about/"), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "three years of work"


def test_a_site_under_a_path_links_within_it(site_at: Site) -> None:
    answer = site_at.answer("/es/agencies/me-wells-police-department/")
    assert answer is not None
    page = answer.body.decode()
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert links
    assert [link for link in links if not link.startswith("/287g/")] == []
    assert f'<link rel="canonical" href="{BASE}/es/agencies/me-wells-police-department/">' in page


@pytest.mark.parametrize("typed", ["https://example.org//x//", "https://example.org/x", "https://example.org///x/"])
def test_a_slash_too_many_asks_no_other_host_for_styles_and_scripts(whole: Whole, typed: str) -> None:
    answer = Site(whole, typed).answer("/about/")
    assert answer is not None
    page = answer.body.decode()
    assert [link for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', page) if not link.startswith("/x/")] == []
    assert '<link rel="canonical" href="https://example.org/x/about/">' in page


@pytest.mark.parametrize("typed", ["https:///x", "https:////example.org", "https://"])
def test_an_address_without_a_host_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        site_address(typed)


def test_a_former_address_of_an_agency_leads_on(whole: Whole) -> None:
    former, now = next((f, n) for f, n in whole.former_ids.items() if "/" not in f and "/" not in n)
    assert Site(whole).moved(f"/agencies/{former}/") == f"/agencies/{now}/"
    assert Site(whole).moved(f"/es/agencies/{former}/") == f"/es/agencies/{now}/"
    assert Site(whole).moved(f"/agencies/{now}/") is None


class Contents:
    """What a site is made of: its groups' keys, and their files."""

    def __init__(self, whole: Whole) -> None:
        groups = Site(whole).groups
        self.keys = {group.name: group.key() for group in groups if group.key}
        self.items = {group.name: tuple(group.items()) for group in groups}

    def digests(self, name: str) -> dict[str, str]:
        """What the files of a group rest on, by where they lie."""
        return {item.path: item.digest for item in self.items[name]}


@pytest.fixture(scope="module")
def before(whole: Whole) -> Contents:
    return Contents(whole)


SHOWN = ("agreements", "events", "applications", "agencies")


@pytest.fixture(scope="module", params=[*SHOWN, "codes", "sheets"])
def after(whole: Whole, request: pytest.FixtureRequest) -> Contents:
    """The site of a record of which one part is otherwise."""
    of = request.param
    parts = {of: _without_last_of(whole, of, "AR")} if of in SHOWN else _otherwise(whole, of)
    return Contents(replace(whole, **parts, version="another"))


def test_no_file_of_a_group_with_a_key_changes_unless_the_key_does(before: Contents, after: Contents) -> None:
    """A change in one state's part of the record that a key does not see would never come to the pages of that key."""
    assert after.keys.keys() == before.keys.keys()
    same = [name for name in after.keys if after.keys[name] == before.keys[name]]
    assert [name for name in same if after.digests(name) != before.digests(name)] == []
    assert 100 < len(same) < len(after.keys)


def test_no_file_with_a_key_rests_on_other_facts_unless_the_key_does(before: Contents, after: Contents) -> None:
    """Facts that are not gathered while what they come from is the same must come from nothing else."""
    keyed = {item.path: item for items in before.items.values() for item in items if item.key}
    assert len(keyed) > 6000
    for items in after.items.values():
        for item in items:
            if (one := keyed.get(item.path)) and one.key == item.key:
                assert one.digest == item.digest, item.path


def _otherwise(whole: Whole, of: str) -> dict[str, Any]:
    """Every tenth agency known to the FBI by no code, or with one more; or every tenth row with another owner."""
    if of == "codes":
        agencies = dict(whole.agencies)
        for agency_id in [*agencies][::10]:
            agencies[agency_id] = {**agencies[agency_id], "ori9": None}
        return {"agencies": agencies}
    rows = dict(whole.sheets.rows)
    for number in [*rows][::10]:
        rows[number] = rows[number]._replace(owner=rows[number].owner._replace(agency_id="another"))
    return {"sheets": replace(whole.sheets, rows=rows)}


def test_pages_follow_a_list_that_goes_by_another_id(whole: Whole) -> None:
    """Evidence names lists by their ids: what a list is called may change when another of its day is found."""
    of_maine = whole.events_in["ME"]
    renamed = [
        {**event, "evidence": [{**item, "publication_id": "another"} for item in event["evidence"]]}
        if event["state"] == "ME"
        else event
        for event in whole.events
    ]
    assert of_maine
    before = {group.name: group.key for group in Site(whole).groups}
    after = {group.name: group.key for group in Site(replace(whole, events=tuple(renamed))).groups}
    for name in ("agencies/ME", "feeds/ME"):
        one, other = before[name], after[name]
        assert one is not None
        assert other is not None
        assert one() != other()


def _without_last_of(whole: Whole, of: str, state: str) -> object:
    """A table without its last line of a state, or with that line altered where others lead to it."""
    table = getattr(whole, of)
    if of == "agencies":
        last = [line for line in table.values() if line["state"] == state][-1]
        return {**table, last["agency_id"]: {**last, "status": "no_longer_listed", "models": []}}
    lines = list(table.values() if of == "agreements" else table)
    lines.remove([line for line in lines if line["state"] == state][-1])
    return {line["agreement_id"]: line for line in lines} if of == "agreements" else tuple(lines)
