"""The brief as Markdown that a reporter can paste: sentences, then the files that prove them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roster287.table import Line, Table
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.states import state_name

TITLES = {
    "states_with_agreements": "The country",
    "agencies_in_state": "Agencies",
    "first_in_state": "The first",
    "agreements_in_state": "Agreements",
    "pending_in_state": "Pending",
    "new_since": "New since {since}",
    "no_longer_listed_since": "No longer listed since {since}",
    "changed_since": "Other changes since {since}",
    "lists_then": "On the lists of {since}",
}


def markdown(facts: Table, lang: str = "en") -> str:
    """The facts of a brief as Markdown. Text from the lists is escaped."""
    say = speaker(lang)
    assert facts.as_of is not None
    code, on, since = facts.query["state"], facts.as_of, facts.query.get("since")
    out = [f"# {state_name(code)}, {say.day(on)}", ""]
    numbers: dict[str, int] = {}
    files: dict[str, Line] = {}
    for fact in facts:
        title = say(TITLES.get(str(fact["fact_id"]), str(fact["fact_id"])))
        out += [f"## {title.format(since=say.day(since) if since else '')}", ""]
        for sentence in fact["sentence"].split("\n"):
            out.append(f"- {plain(sentence)}")
        cited = []
        for sha256, rows in _by_file(fact["evidence"], files).items():
            number = numbers.setdefault(sha256, len(numbers) + 1)
            cited.append(
                f"[{number}]" + (f" {say('row') if len(rows) == 1 else say('rows')} {_few(rows)}" if rows else "")
            )
        out += ["", f"  {say('Evidence')}: {'; '.join(cited)}", ""] if cited else [""]
    out += [f"## {say('Evidence')}", ""]
    for sha256, number in numbers.items():
        item = files[sha256]
        out.append(f"{number}. `{plain(item['file_name'])}` ({item['publication_id']}), SHA-256 `{sha256}`")
    return "\n".join(out).rstrip() + "\n"


def _by_file(evidence: Iterable[Line], files: dict[str, Line]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for item in evidence:
        files.setdefault(item["sha256"], item)
        found = rows.setdefault(item["sha256"], [])
        if item["sheet_row"] is not None and item["sheet_row"] not in found:
            found.append(item["sheet_row"])
    return rows


def _few(rows: Sequence[int], most: int = 60) -> str:
    text = ", ".join(str(row) for row in rows[:most])
    return text if len(rows) <= most else f"{text}, … ({len(rows)})"


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + c if c in "\\`*_[]<>#|" else c for c in text)
