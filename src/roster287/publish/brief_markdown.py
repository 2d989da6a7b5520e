"""The brief as Markdown that a reporter can paste: sentences, then the files that prove them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roster287.program.brief_facts import BASIS_WORDS, CONFIDENCE_WORDS
from roster287.table import Line, Table
from roster287.vocabulary.marking import N_
from roster287.vocabulary.messages import Speaker, speaker

TITLES = {
    "states_with_agreements": N_("The country"),
    "agencies_in_state": N_("Agencies"),
    "first_in_state": N_("The first"),
    "agreements_in_state": N_("Agreements"),
    "pending_in_state": N_("Pending"),
    "new_since": N_("New since {since}"),
    "no_longer_listed_since": N_("No longer listed since {since}"),
    "changed_since": N_("Other changes since {since}"),
    "corrected_since": N_("What our record corrected since {since}"),
    "lists_then": N_("On the lists of {since}"),
    "state_law": N_("The state's law"),
    "states_that_ban": N_("States that bar such agreements"),
    "models": N_("The models"),
    "nominee_requirements": N_("What nominees must bring"),
    "not_287g": N_("What is not a 287(g) agreement"),
}


def markdown(facts: Table, lang: str = "en") -> str:
    """The facts of a brief as Markdown. Text from the lists is escaped."""
    say = speaker(lang)
    assert facts.as_of is not None
    code, on, since = facts.query["state"], facts.as_of, facts.query.get("since")
    out = [f"# {say.state(code)}, {say.day(on)}", ""]
    numbers: dict[str, int] = {}
    files: dict[str, Line] = {}
    sources: set[str] = set()
    for fact in facts:
        title = say(TITLES.get(str(fact["fact_id"]), str(fact["fact_id"])))
        out += [f"## {title.format(since=say.day(since) if since else '')}", ""]
        for sentence in fact["sentence"].split("\n"):
            out.append(f"- {plain(sentence)}")
        cited = []
        listed = [item for item in fact["evidence"] if "sha256" in item]
        for item in fact["evidence"]:
            if "source_title" in item:
                source = _source(item, say)
                sources.add(source)
                cited.append(f"[{numbers.setdefault(source, len(numbers) + 1)}]")
        for sha256, rows in _by_file(listed, files).items():
            number = numbers.setdefault(sha256, len(numbers) + 1)
            words = say.plural("row {rows}", "rows {rows}", len(rows)).format(rows=_few(rows))
            cited.append(f"[{number}] {words}" if rows else f"[{number}]")
        out += ["", f"  {say('Evidence')}: {'; '.join(dict.fromkeys(cited))}", ""] if cited else [""]
    out += [f"## {say('Evidence')}", ""]
    for key, number in numbers.items():
        if key in sources:
            out.append(f"{number}. {key}")
        else:
            item = files[key]
            out.append(f"{number}. `{plain(item['file_name'])}` ({item['publication_id']}), SHA-256 `{key}`")
    return "\n".join(out).rstrip() + "\n"


def _source(item: Line, say: Speaker) -> str:
    """A source as it is cited: title, address, how sure it is."""
    confidence, basis = CONFIDENCE_WORDS[item["confidence"]], BASIS_WORDS[item["basis"]]
    address = item["source_url"] and f"<{item['source_url']}>"
    parts = (plain(item["source_title"]), address, *dict.fromkeys((say(confidence), say(basis))))
    return ", ".join(part for part in parts if part)


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
