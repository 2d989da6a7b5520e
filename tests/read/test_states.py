"""A row given to the wrong state is a wrong map and a wrong brief: one state, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.vocabulary.states import STATES, read_state, state_code, state_name

names = st.sampled_from(sorted(STATES.values()))
letters = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LOOK_ALIKE = [{"NC", "SC"}, {"ND", "SD"}, {"VA", "WV"}, {"AR", "KS"}, {"VA", "VI"}]


def test_the_states_are_complete() -> None:
    kinds = [state.type for state in STATES.values()]
    assert (kinds.count("state"), kinds.count("district"), kinds.count("territory")) == (50, 1, 5)
    assert len({state.fips for state in STATES.values()}) == 56
    assert all(state.code == code and len(state.fips) == 2 for code, state in STATES.items())
    assert [STATES[code].fips for code in ("AL", "ME", "WY", "PR")] == ["01", "23", "56", "72"]


@given(
    names,
    st.sampled_from(["{}", " {} ", "{}\u00a0", "\u200b{}", "{}.", "{}\n"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_spacing_and_case_are_no_misprint(state: object, frame: str, case: object) -> None:
    assert isinstance(state, tuple)
    assert callable(case)
    for word in (state[0], state[1]):
        assert read_state(frame.format(case(word))) == (state[0], False)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("PENNSLYVANIA", "PA"),
        ("WEST VIRIGINIA", "WV"),
        ("WEST VIRIGINA", "WV"),
        ("WEST VIRGINA", "WV"),
        ("WESTVIRGINIA", "WV"),
        ("VIRGINA", "VA"),
        ("UTAHJ", "UT"),
        ("MCHIGAN", "MI"),
        ("GUAMM", "GU"),
        ("TENNESEE", "TN"),
        ("MASSACHUSETTES", "MA"),
        ("NORTH CAROLNA", "NC"),
        ("NEWYORK", "NY"),
    ],
)
def test_a_misprint_of_one_state_is_read_and_told(printed: str, code: str) -> None:
    assert read_state(printed) == (code, True)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("COMMONWEALTH OF THE NORTHERN MARIANA ISLANDS", "MP"),
        ("Northern Mariana Islands", "MP"),
        ("CNMI", "MP"),
        ("Virgin Islands", "VI"),
        ("U.S. Virgin Islands", "VI"),
        ("Washington, D.C.", "DC"),
        ("W. Virginia", "WV"),
        ("N. Dakota", "ND"),
        ("Alabama (AL)", "AL"),
        ("State of Florida", "FL"),
        ("Commonwealth of Virginia", "VA"),
        ("STATE OF WEST VIRGINIA", "WV"),
        ("GUAM (GU)", "GU"),
        ("TX - Texas", "TX"),
        ("Fla.", "FL"),
        ("Tenn.", "TN"),
        ("W. Va.", "WV"),
        ("N.C.", "NC"),
        ("N. Mex.", "NM"),
    ],
)
def test_other_names_are_names(printed: str, code: str) -> None:
    assert read_state(printed) == (code, False)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "\u00a0",
        "CAROLINA",
        "DAKOTA",
        "SORTH CAROLINA",
        "NOUTH DAKOTA",
        "NOTH CAROLINA",
        "W VIRGINIAA X",
        "WVIRGINIA",
        "VIRGINIA W",
        "T VIRGINIA",
        "AKANSAS",
        "XX",
        "ZF",
        "FLAA",
        "Fla. Ga.",
        "Alabama (AK)",
        "Alabama, Georgia",
        "PUERTO",
        "NEW",
        "LAW ENFORCEMENT AGENCY",
        "#N/A",
    ],
)
def test_what_could_be_two_states_or_none_is_not_guessed(printed: str) -> None:
    assert state_code(printed) is None


@given(names, st.data())
def test_a_misprint_is_never_taken_for_the_state_that_looks_like_it(state: object, data: st.DataObject) -> None:
    assert isinstance(state, tuple)
    word = list(state[1].upper())
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(word) - 1))
        what = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
        if what == "drop" and len(word) > 1:
            del word[at]
        elif what == "add":
            word.insert(at, data.draw(letters))
        elif what == "change":
            word[at] = data.draw(letters)
        elif at + 1 < len(word):
            word[at], word[at + 1] = word[at + 1], word[at]
    found = state_code("".join(word))
    for pair in LOOK_ALIKE:
        if state[0] in pair and found is not None and "".join(word) not in {n.name.upper() for n in STATES.values()}:
            assert found == state[0] or found not in pair


@given(st.text(max_size=20))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    code, misprint = read_state(text)
    assert code is None or code in STATES
    assert not (misprint and code is None)


def test_a_code_that_does_not_exist_has_no_name() -> None:
    assert state_name("ME") == "Maine"
    with pytest.raises(KeyError):
        state_name("XX")
