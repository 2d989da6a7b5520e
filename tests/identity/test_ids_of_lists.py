"""The address of a list leads to the same bytes for good."""

from __future__ import annotations

from roster287.model import Capture, Layout
from roster287.resolve.publications import FileFacts, Publication, name_all, sequence

DAY = "participating-2025-03-27"


def of_one_day(letters: str) -> list[Publication]:
    """A list for each letter, its hash, all of one day: in their order."""
    facts = [
        FileFacts(letter * 64, "xlsx", "participating", None, (), "", None, (), Layout.of((), ())) for letter in letters
    ]
    seen = {f.sha256: [Capture(f.sha256, f"{f.sha256[0]}.xlsx", "capture", "2025-03-27T10:00:00Z", "")] for f in facts}
    return sequence(facts, seen, {})


def named(letters: str, on_file: dict[str, str]) -> dict[str, str]:
    ids = {letter * 64: publication_id for letter, publication_id in on_file.items()}
    return {p.sha256[0]: p.publication_id for p in name_all(of_one_day(letters), {}, ids)}


def test_lists_of_one_day_are_told_apart_in_their_order() -> None:
    assert named("bca", {}) == {"a": DAY, "b": f"{DAY}-2", "c": f"{DAY}-3"}


def test_a_list_on_file_keeps_its_id_when_an_earlier_one_turns_up() -> None:
    on_file = {"b": DAY, "d": f"{DAY}-2"}
    assert named("bd", on_file) == on_file
    assert named("abcd", on_file) == {"a": f"{DAY}-3", "c": f"{DAY}-4", **on_file}


def test_an_id_of_another_day_or_part_holds_no_longer() -> None:
    for other in ("participating-2025-03-26", f"{DAY}-pm", "pending-2025-03-27", f"{DAY}-x"):
        assert named("ab", {"b": other}) == {"a": DAY, "b": f"{DAY}-2"}, other
