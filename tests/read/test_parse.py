"""What a row says: a slip of the pen is read, a riddle is not solved, and both are told."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.model import COLUMNS, Parsed, Row
from roster287.read import PROBLEMS, parse
from roster287.vocabulary.states import STATES
from roster287.vocabulary.text import tidy
from tests.support.lists import needs_lists, printed_rows

A, B = "https://www.ice.gov/doclib/a.pdf", "https://www.ice.gov/doclib/b_addendum.pdf"
SAFE = "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fdoclib%2Fa.pdf&data=05%7C"
GOOD = Row(
    "MAINE",
    "Wells Police Department",
    "Municipality",
    "York County",
    "Task Force Model",
    "2025-04-02",
    "link",
    "",
    (A,),
)


def problems(parsed: Parsed) -> set[str]:
    return {code for _, code in parsed.problems}


def test_a_good_row_has_no_problem() -> None:
    assert parse(GOOD) == Parsed(
        "ME",
        "Wells Police Department",
        "Municipality",
        "York County",
        "task_force",
        "2025-04-02",
        A,
        "linked",
        None,
        (),
    )


@pytest.mark.parametrize(
    ("column", "printed", "value", "code"),
    [
        ("state", " Maine\u00a0", "ME", None),
        ("state", "UTAHJ", "UT", "state_misprint"),
        ("state", "ATLANTIS", None, "state_unknown"),
        ("state", "\u00a0", None, "state_blank"),
        ("agency", "  Knox\u00a0County  Sheriff\u2019s\u200b Office ", "Knox County Sheriff's Office", None),
        ("agency", "Ñé", "Ñé", None),
        ("agency", "", "", "agency_blank"),
        *(("agency", text, "", "agency_unavailable") for text in ("#N/A", "#VALUE!", "n/a", "None", "-", "0", "1,492")),
        ("type", "County ", "County", None),
        ("type", "state agency", "State Agency", None),
        ("type", "Muncipality ", "Municipality", "type_misprint"),
        ("type", "State", "State Agency", "type_variant"),
        ("type", "County Government", "County", "type_variant"),
        ("type", "Municipal Government", "Municipality", "type_variant"),
        ("type", "#NA", None, "type_unavailable"),
        ("type", "#N/A", None, "type_unavailable"),
        ("type", "Tribe", "Tribe", "type_unknown"),
        ("type", "", None, None),
        ("county", "\nSchuylkill County", "Schuylkill County", None),
        ("county", "#n?A", None, "county_unavailable"),
        ("county", "N/A", None, "county_unavailable"),
        ("county", "-", None, "county_unavailable"),
        ("county", "", None, None),
        ("model", "Jail Enforcment Model ", "jail_enforcement", "model_misprint"),
        ("model", "Model of 1910", None, "model_unknown"),
        ("model", "", None, "model_blank"),
        ("signed", "05/082025", "2025-05-08", "signed_misprint"),
        ("signed", "1112025", None, "signed_ambiguous"),
        ("signed", "5025-07-07", None, "signed_implausible"),
        ("signed", "soon", None, "signed_unreadable"),
        ("signed", "#VALUE!", None, "signed_unreadable"),
        ("signed", "", None, "signed_blank"),
    ],
)
def test_each_cell_is_read_or_its_problem_is_named(
    column: str, printed: str, value: str | None, code: str | None
) -> None:
    parsed = parse(Row(**{**GOOD._asdict(), column: printed}))
    assert getattr(parsed, column) == value
    assert parsed.problems == (((column, code),) if code else ())


def test_a_pending_row_without_a_date_has_no_problem() -> None:
    assert parse(Row("MAINE", "Monmouth Police", "Municipality", "", "Task Force Model", "", "", "")).problems == ()
    with_moa = parse(Row("MAINE", "Monmouth Police", "Municipality", "", "Task Force Model", "", "link pending", ""))
    assert (with_moa.moa_status, with_moa.problems) == ("pending", ())


@pytest.mark.parametrize(
    ("moa", "targets", "url", "status", "codes"),
    [
        ("link", (A,), A, "linked", set()),
        ("link ", (SAFE,), A, "linked", {"moa_wrapped"}),
        ("link", (), None, "none", {"moa_not_link"}),
        ("link pending ", (), None, "pending", set()),
        ("Link Pending", (), None, "pending", set()),
        ("link pending", (A,), A, "linked", {"moa_pending_linked"}),
        ("\u00a0", (), None, "none", set()),
        ("\u00a0", (A,), A, "linked", set()),
        ("Cons", (), None, "none", {"moa_stray_text"}),
        ("Cons", (A,), A, "linked", {"moa_stray_text"}),
        (A, (), A, "linked", {"moa_in_text"}),
        (A, (A,), A, "linked", set()),
        (A, (SAFE,), A, "linked", {"moa_wrapped"}),
        (B, (A,), A, "linked", {"moa_text_differs"}),
        ("javascript:alert(1)", (), None, "none", {"moa_stray_text"}),
        ("link", ("javascript:alert(1)",), None, "none", {"moa_unsafe"}),
        ("link", ("mailto:a@ice.dhs.gov", A), A, "linked", {"moa_unsafe"}),
        ("link", ("file:///C:/Users/x/a.pdf",), None, "none", {"moa_unsafe"}),
        ("link", ("#Sheet2!A1",), None, "none", {"moa_unsafe"}),
        ("link", ("chrome-extension://efaidnbmn/https:/www.ice.gov/doclib/a.pdf",), A, "linked", {"moa_wrapped"}),
    ],
)
def test_the_document_cell(moa: str, targets: tuple[str, ...], url: str | None, status: str, codes: set[str]) -> None:
    parsed = parse(GOOD._replace(moa=moa, moa_targets=targets))
    assert (parsed.moa_url, parsed.moa_status, problems(parsed)) == (url, status, codes)


def test_of_two_links_in_one_cell_the_one_named_addendum_is_the_addendum() -> None:
    for targets in ((A, B), (B, A)):
        parsed = parse(GOOD._replace(moa="link\u00a0|\u00a0addendum", moa_targets=targets))
        assert (parsed.moa_url, parsed.addendum_url) == (A, B)
        assert problems(parsed) == {"moa_two_targets"}


def test_of_two_links_without_a_name_the_second_is_the_addendum_only_where_one_is_announced() -> None:
    other = "https://www.ice.gov/doclib/c.pdf"
    announced = parse(GOOD._replace(moa="link | addendum", moa_targets=(A, other)))
    assert (announced.moa_url, announced.addendum_url) == (A, other)
    plain = parse(GOOD._replace(moa_targets=(A, other)))
    assert (plain.moa_url, plain.addendum_url) == (A, None)


def test_an_addendum_in_its_own_column_goes_before_one_in_the_document_cell() -> None:
    own = "https://www.ice.gov/doclib/own.pdf"
    parsed = parse(GOOD._replace(moa_targets=(A, B), addendum="link", addendum_targets=(own,)))
    assert parsed.addendum_url == own


def test_the_same_address_wrapped_and_bare_is_one() -> None:
    parsed = parse(GOOD._replace(moa_targets=(SAFE, A)))
    assert (parsed.moa_url, problems(parsed)) == (A, {"moa_wrapped"})


def test_an_announced_addendum_without_a_link_is_told() -> None:
    assert problems(parse(GOOD._replace(moa="link | addendum"))) == {"moa_addendum_named"}


def test_markup_and_formulas_stay_text() -> None:
    parsed = parse(GOOD._replace(agency="<script>alert(1)</script>", county='=HYPERLINK("x")', moa="<b>"))
    assert parsed.agency == "<script>alert(1)</script>"
    assert parsed.county == '=HYPERLINK("x")'
    assert problems(parsed) == {"moa_stray_text"}


cells = st.text(max_size=12) | st.sampled_from(
    ["link", "link pending", "#N/A", "County", "MAINE", A, SAFE, "5/31/20026"]
)


@given(st.builds(Row, *[cells] * 8, st.lists(cells, max_size=3).map(tuple), st.lists(cells, max_size=2).map(tuple)))
@settings(deadline=None, max_examples=300)
def test_whatever_is_printed_the_answer_keeps_its_promises(row: Row) -> None:
    parsed = parse(row)
    assert parsed.state is None or parsed.state in STATES
    assert parsed.moa_status in {"linked", "pending", "none"}
    assert (parsed.moa_status == "linked") == (parsed.moa_url is not None)
    for url in (parsed.moa_url, parsed.addendum_url):
        assert url is None or url.startswith(("https://", "http://"))
    assert all(column in COLUMNS and code in PROBLEMS for column, code in parsed.problems)
    assert len(set(parsed.problems)) == len(parsed.problems)
    if parsed.signed is None:
        assert not tidy(row.signed) or {"signed"} <= {column for column, _ in parsed.problems}


@pytest.mark.parametrize("printed", ["", " ", "\u00a0", "\u00ad", "\u200b \ufeff"])
def test_a_cell_in_which_nothing_can_be_seen_is_blank(printed: str) -> None:
    assert parse(GOOD._replace(signed=printed)) == parse(GOOD._replace(signed=""))


def test_every_problem_has_a_sentence() -> None:
    assert all(sentence.endswith(".") and code.isidentifier() for code, sentence in PROBLEMS.items())


@needs_lists
def test_every_printed_cell_of_the_real_lists_is_understood_or_listed_here() -> None:
    seen = Counter(code for row in printed_rows() for _, code in parse(row).problems)
    assert set(seen) == {
        "county_unavailable",
        "model_blank",
        "model_misprint",
        "moa_addendum_named",
        "moa_not_link",
        "moa_stray_text",
        "moa_wrapped",
        "addendum_wrapped",
        "signed_implausible",
        "signed_misprint",
        "state_misprint",
        "type_misprint",
        "type_unavailable",
        "type_variant",
    }
    unread = {(code, getattr(row, column)) for row in printed_rows() for column, code in parse(row).problems}
    assert {(code, text) for code, text in unread if code.startswith(("signed", "state", "model"))} == {
        ("signed_misprint", "05/082025"),
        ("signed_misprint", "7/72025"),
        ("signed_misprint", "8/282025"),
        ("signed_implausible", "5025-07-07"),
        ("state_misprint", "PENNSLYVANIA"),
        ("state_misprint", "WEST VIRIGINIA"),
        ("state_misprint", "WEST VIRIGINA"),
        ("state_misprint", "MCHIGAN"),
        ("state_misprint", "UTAHJ"),
        ("model_blank", ""),
        ("model_misprint", "Jail Enforcment Model "),
        ("model_misprint", "Task Force Officer "),
        ("model_misprint", "Warrant Service Office"),
        ("model_misprint", "Warrant Services Officer"),
        ("model_misprint", "Warrant Services Officer "),
    }
