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
    "state_law": "The state's law",
    "states_that_ban": "States that bar such agreements",
    "models": "The models",
    "nominee_requirements": "What nominees must bring",
    "not_287g": "What is not a 287(g) agreement",
}


def markdown(facts: Table, lang: str = "en") -> str:
    """The facts of a brief as Markdown. Text from the lists is escaped."""
    say = speaker(lang)
    assert facts.as_of is not None
    code, on, since = facts.query["state"], facts.as_of, facts.query.get("since")
    out = [f"# {state_name(code)}, {say.day(on)}", ""]
    numbers: dict[str, int] = {}
    files: dict[str, Line] = {}
    sources: dict[str, str] = {}
    for fact in facts:
        title = say(TITLES.get(str(fact["fact_id"]), str(fact["fact_id"])))
        out += [f"## {title.format(since=say.day(since) if since else '')}", ""]
        for sentence in fact["sentence"].split("\n"):
            out.append(f"- {plain(sentence)}")
        cited = []
        listed = [item for item in fact["evidence"] if "sha256" in item]
        for item in fact["evidence"]:
            if "source_title" in item:
                title = item["source_title"]
                numbers.setdefault(title, len(numbers) + 1)
                sources[title] = _source(item)
                cited.append(f"[{numbers[title]}]")
        for sha256, rows in _by_file(listed, files).items():
            number = numbers.setdefault(sha256, len(numbers) + 1)
            cited.append(
                f"[{number}]" + (f" {say('row') if len(rows) == 1 else say('rows')} {_few(rows)}" if rows else "")
            )
        out += ["", f"  {say('Evidence')}: {'; '.join(cited)}", ""] if cited else [""]
    out += [f"## {say('Evidence')}", ""]
    for key, number in numbers.items():
        if key in sources:
            out.append(f"{number}. {sources[key]}")
        else:
            item = files[key]
            out.append(f"{number}. `{plain(item['file_name'])}` ({item['publication_id']}), SHA-256 `{key}`")
    return "\n".join(out).rstrip() + "\n"


def _source(item: Line) -> str:
    """A source as it is cited: title, address, how sure it is."""
    parts = [plain(item["source_title"]), item["source_url"] and f"<{item['source_url']}>", item["confidence"]]
    return ", ".join(part for part in (*parts, item["basis"]) if part)


def _by_file(evidence: Iterable[Line], files: dict[str, Line]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for item in evidence:
        files.setdefault(item["sha256"], item)
        found = rows.setdefault(item["sha256"], [])
        if item["sheet_row"] is not None and item["sheet_row"] not in found:
            found.append(item["sheet_row"])
    return {sha256: sorted(found) for sha256, found in rows.items()}


def _few(rows: Sequence[int], most: int = 60) -> str:
    text = ", ".join(str(row) for row in rows[:most])
    return text if len(rows) <= most else f"{text}, … ({len(rows)})"


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + c if c in "\\`*_[]<>#|" else c for c in text)
