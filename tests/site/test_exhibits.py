"""An exhibit that says a row stood on a list where it did not would mislead a court."""

from __future__ import annotations

import random

from roster287.publish.site import Site
from roster287.publish.site.exhibits import runs
from roster287.publish.whole import Whole
from roster287.record import Record
from tests.site.test_changes import page


def test_the_runs_of_an_agency_cover_every_row_and_nothing_else(whole: Whole) -> None:
    lists = {kind: [line for line in whole.lists if line["kind"] == kind] for kind in ("participating", "pending")}
    expected: dict[str, int] = {}
    for of_kind in lists.values():
        for line in of_kind:
            for number in set(whole.sheets.layouts[line["sha256"]].rows):
                owner = whole.sheets.rows[number].owner.agency_id
                if owner:
                    expected[owner] = expected.get(owner, 0) + 1
    assert {agency_id: sum(run.lists for run in found) for agency_id, found in runs(whole).items()} == expected


def test_the_ends_of_a_run_print_the_row_and_the_lists_beside_them_do_not(whole: Whole) -> None:
    ids = {kind: [line["publication_id"] for line in whole.lists if line["kind"] == kind] for kind in
           ("participating", "pending")}  # fmt: skip
    held = {line["publication_id"]: set(whole.sheets.layouts[line["sha256"]].rows) for line in whole.lists}
    for agency_id in random.Random(7).sample(sorted(whole.agencies), 60):
        for run in runs(whole)[agency_id]:
            of_kind = ids[run.kind]
            first = of_kind.index(run.first["publication_id"])
            last = of_kind.index(run.last["publication_id"]) if run.last else len(of_kind) - 1
            assert all(run.row in held[i] for i in of_kind[first : last + 1])
            assert run.lists == last - first + 1
            beside = of_kind[max(first - 1, 0) : first] + of_kind[last + 1 : last + 2]
            assert not any(run.row in held[i] for i in beside)


def test_the_exhibit_gives_file_hash_and_row_as_the_record_does(site: Site, shipped: Record) -> None:
    text = page(site, "/agencies/me-wells-police-department/exhibit/").html or ""
    (proof,) = shipped.evidence("me-wells-police-department/task_force/2025-04-02", on="2025-04-03")
    for said in (proof["file_name"], proof["sha256"], f"#row-{proof['sheet_row']}"):
        assert str(said) in text


def test_a_row_still_on_the_newest_list_names_no_list_that_moves_on(site: Site, whole: Whole) -> None:
    newest = whole.newest
    assert newest is not None
    for agency_id in random.Random(9).sample([i for i, a in whole.agencies.items() if a["status"] == "active"], 20):
        text = page(site, f"/agencies/{agency_id}/exhibit/").html or ""
        began = {run.first["publication_id"] for run in runs(whole)[agency_id]}
        assert "to the latest list" in text
        assert (newest["sha256"] in text) == (newest["publication_id"] in began)
