"""A roster of nominees against what a model asks: per nominee and requirement met, not met or not shown, and why.

    template(model)        the columns that a roster needs
    check(path, model)     one row per nominee and requirement
    summary(checked)       one row per requirement, with the row numbers
    printable(checked)     the same as a page of Markdown

What is asked is `curation/nominees.toml`, by the agreement texts of February 2025. Nothing of a roster is stored, sent
or logged: an answer holds row numbers, codes and sentences of ours, never the text of a cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from roster287 import clock
from roster287.errors import UsageError
from roster287.program import curated
from roster287.program.models import Requirement, requirements
from roster287.program.nominee_experience import Judged
from roster287.program.nominee_roster import NOMINEE, read_roster
from roster287.program.nominee_rules import RESULTS, WHY, judge_of
from roster287.program.nominee_times import Months
from roster287.table import Line, Table, runs, table
from roster287.vocabulary import question
from roster287.vocabulary.messages import Speaker, speaker

CHECKED = ("row", "requirement", "stage", "result", "why", "clause", "source", "source_date", "confidence")
SUMMARY = ("requirement", "stage", *RESULTS, "rows_not_met", "rows_not_shown", "clause", "source", "confidence")
TEMPLATE = ("column", "heading", "fill_in", "requirement", "stage", "clause", "source", "confidence", "heading_es")


class Column(NamedTuple):
    """One column of the template: its heading and how to fill it in, in two languages, and what it shows."""

    id: str
    shows: str
    heading: str
    heading_es: str
    fill_in: str
    fill_in_es: str


@lru_cache(maxsize=1)
def columns() -> tuple[Column, ...]:
    """The columns of the template."""
    return tuple(Column(**entry) for entry in curated.toml("nominees.toml")["column"])


def asked(model: str) -> tuple[str, tuple[Requirement, ...]]:
    """The model's code and what it asks of a nominee. Raises `UsageError` where no text that says so was read."""
    code = question.model(model)
    found = tuple(one for one in requirements() if one.model == code)
    if not found:
        known = dict.fromkeys(one.model for one in requirements())
        raise UsageError(
            f"No agreement text that says what {code} asks of nominees was read, so nothing can be checked.",
            f"It is known for {', '.join(known)}.",
        )
    return code, found


def template(model: str, *, lang: str = "en") -> Table:
    """The columns that a roster needs for a model, in order, and which requirement each shows.

    The nominee's own column comes first; it is for the reader of the answer and is never read.
    """
    code, wanted = asked(model)
    by_column = {one.column: one for one in wanted}
    rows = []
    for column in columns():
        one = by_column.get(column.shows)
        if one is None and column.id != NOMINEE:
            continue
        rows.append(
            {
                "column": column.id,
                "heading": column.heading_es if lang == "es" else column.heading,
                "fill_in": column.fill_in_es if lang == "es" else column.fill_in,
                "requirement": one and one.id,
                "stage": one and one.stage,
                "clause": one and (one.clause_es if lang == "es" else one.clause),
                "source": one and one.source.title,
                "confidence": one and one.confidence,
                "heading_es": column.heading_es,
            }
        )
    return table(TEMPLATE, rows, query={"model": code})


def blank(model: str, *, lang: str = "en") -> Table:
    """A table without rows whose columns are the headings of the template: as CSV, a roster to fill in."""
    answer = template(model, lang=lang)
    return Table(tuple(row["heading"] for row in answer), (), answer.query)


def check(path: str | Path, model: str, on: question.DayLike | None = None, *, lang: str = "en") -> Table:
    """Each nominee of a roster against each thing that the model asks, as of a day (today without `on`).

    `row` is the row of the sheet. `query` says how many nominees there are, which columns were not understood (by
    their letters) and which rows were left out for holding no nominee. Raises `UsageError` for a file that is no
    roster, and for a model whose text was not read.
    """
    code, wanted = asked(model)
    say = speaker(lang)
    day = date.fromisoformat(question.day(on if on is not None else clock.today()))
    roster = read_roster(path)
    reasons = _Reasons(say)
    judges = [(_fixed(one, lang), judge_of(one, roster, day)) for one in wanted]
    rows: list[Line] = []
    for number, cells in roster.lines:
        for fixed, judge in judges:
            judged = judge(cells)
            rows.append({"row": number, **fixed, "result": judged.result, "why": reasons[judged]})
    query: Line = {
        "model": code,
        "on": day.isoformat(),
        "nominees": len(roster.lines),
        "columns_not_understood": list(roster.unused),
        "rows_left_out": list(roster.left_out),
    }
    return Table(CHECKED, tuple(rows), query, day.isoformat())


def summary(checked: Table) -> Table:
    """What `check` found, one row per requirement: how many meet it, and the rows that do not or do not show it.

    `query` gains `all_met`: how many nominees meet everything that the agency has to show (stage `nomination`).
    """
    found: dict[str, Line] = {}
    falls_short: set[int] = set()
    for row in checked:
        line = found.setdefault(
            row["requirement"],
            {**row, **dict.fromkeys(RESULTS, 0), "rows_not_met": [], "rows_not_shown": []},
        )
        line[row["result"]] += 1
        if row["result"] != "met":
            line[f"rows_{row['result']}"].append(row["row"])
            if row["stage"] == "nomination":
                falls_short.add(row["row"])
    query = {**checked.query, "all_met": checked.query["nominees"] - len(falls_short)}
    return table(SUMMARY, list(found.values()), query=query, as_of=checked.as_of)


def printable(checked: Table, *, lang: str = "en") -> str:
    """A page of Markdown: the counts per requirement, then what each row lacks, by row number."""
    say = speaker(lang)
    counts = summary(checked)
    nominees = counts.query["nominees"]
    facts = {
        "nominees": say.number(nominees),
        "all_met": say.number(counts.query["all_met"]),
        "model": say.model(counts.query["model"]),
        "on": say.day(counts.query["on"]),
    }
    text = [
        f"# {say('Nominees for the {model}').format(**facts)}",
        "",
        say.plural(
            "{nominees} nominee, as of {on}. Meeting all that the agency has to show: {all_met}.",
            "{nominees} nominees, as of {on}. Meeting all that the agency has to show: {all_met}.",
            nominees,
        ).format(**facts),
        "",
        f"| {say('asked')} | {say('met')} | {say('not met')} | {say('not shown')} |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {row['clause']} | {row['met']} | {row['not_met']} | {row['not_shown']} |" for row in counts),
        "",
    ]
    lacking: dict[str, defaultdict[str, list[int]]] = {row["clause"]: defaultdict(list) for row in counts}
    for row in checked:
        if row["result"] != "met":
            result = say("not met") if row["result"] == "not_met" else say("not shown")
            lacking[row["clause"]][f"{result}: {row['why']}"].append(row["row"])
    for clause, whys in lacking.items():
        if whys:
            rows = ((why, say("Rows: {rows}.").format(rows=_ranges(numbers))) for why, numbers in whys.items())
            text += [f"## {clause}", "", *(f"- {why} {told}" for why, told in rows), ""]
    sources = Counter(f"{row['source']}, {row['source_date']}" for row in checked)
    text += [say("By: {sources}.").format(sources="; ".join(sources)), ""] if sources else []
    return "\n".join(text)


class _Reasons(dict[Judged, str]):
    """Reasons in words, each put together once."""

    def __init__(self, say: Speaker) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, judged: Judged) -> str:
        text = self._say(WHY[judged.why])
        if judged.time is not None:
            text = text.format(time=_spoken(judged.time, self._say))
        self[judged] = text
        return text


def _fixed(one: Requirement, lang: str) -> Line:
    """What is the same in every row of one requirement, in the order of the columns."""
    return {
        "requirement": one.id,
        "stage": one.stage,
        "result": "",
        "why": "",
        "clause": one.clause_es if lang == "es" else one.clause,
        "source": one.source.title,
        "source_date": one.source.date,
        "confidence": one.confidence,
    }


def _spoken(time: Months, say: Speaker) -> str:
    least = int(time.least)
    if time.most == float("inf"):
        return say.plural("at least {least} month", "at least {least} months", least).format(least=least)
    most = int(time.most)
    if least == most:
        return say.plural("{least} month", "{least} months", least).format(least=least)
    return say("between {least} and {most} months").format(least=least, most=most)


def _ranges(numbers: list[int]) -> str:
    """Row numbers with runs drawn together: 2-4, 7."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs(sorted(numbers)))
