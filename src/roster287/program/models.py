"""What each model of agreement allows and asks: one statement a row, with its source, date and confidence.

The statements are `curation/models.toml`; what nominees must bring is `curation/nominees.toml`. Both cite the
sources of the first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from roster287.program import curated
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.models import MODELS

TOPICS = (
    "what", "where", "powers", "custody", "nomination", "requirement", "supervision", "training", "authority",
    "joining", "term", "leaving", "costs", "reimbursement", "oversight", "complaints", "records", "liability", "law",
    "history", "not",
)  # fmt: skip
"""The topics in the order in which they are shown."""

STATEMENT = (
    "model", "topic", "statement", "source", "source_date", "confidence", "basis", "source_url", "statement_es",
)  # fmt: skip


class Source(NamedTuple):
    """Where a statement is from; `date` is the source's own, to the day, month or year."""

    title: str
    url: str
    date: str
    basis: str


class Statement(NamedTuple):
    """One statement on one model, in our own words."""

    model: str
    topic: str
    statement: str
    statement_es: str
    source: Source
    confidence: str

    @property
    def basis(self) -> str:
        """What it rests on: primary, secondary or unverified."""
        return self.source.basis

    def line(self, lang: str = "en") -> Line:
        """The row as readers get it."""
        return {
            "model": self.model,
            "topic": self.topic,
            "statement": self.statement_es if lang == "es" else self.statement,
            "source": self.source.title,
            "source_date": self.source.date,
            "confidence": self.confidence,
            "basis": self.basis,
            "source_url": self.source.url or None,
            "statement_es": self.statement_es,
        }


class Requirement(NamedTuple):
    """One thing that one model asks of a nominee; `column` shows it in a roster and `rule` judges it."""

    model: str
    id: str
    stage: str
    column: str
    rule: str
    short: str
    short_es: str
    clause: str
    clause_es: str
    source: Source
    confidence: str
    pass_mark: int | None = None


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """The sources by their key."""
    return {key: Source(**entry) for key, entry in curated.toml("models.toml")["sources"].items()}


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    """Every statement, by model, then by topic, then in the order of the file."""
    found = [
        Statement(
            model, entry["topic"], entry["statement"], entry["statement_es"], sources()[entry["source"]],
            entry["confidence"],
        )
        for entry in curated.toml("models.toml")["statement"]
        for model in entry["models"]
    ]  # fmt: skip
    found += [
        Statement(one.model, "requirement", one.clause, one.clause_es, one.source, one.confidence)
        for one in requirements()
    ]
    order = list(MODELS)
    return tuple(sorted(found, key=lambda one: (order.index(one.model), TOPICS.index(one.topic))))


@lru_cache(maxsize=1)
def requirements() -> tuple[Requirement, ...]:
    """What the models ask of nominees, in the order of the file."""
    return tuple(
        Requirement(**{**entry, "source": sources()[entry["source"]]})
        for entry in curated.toml("nominees.toml")["requirement"]
    )


def models(model: str | None = None, *, lang: str = "en") -> Table:
    """The statements on one model or on all, each with its source, its date and how sure it is."""
    code = question.model(model) if model is not None else None
    lines = [one.line(lang) for one in statements() if code in (None, one.model)]
    return table(STATEMENT, lines, query={"model": code} if code else {})
