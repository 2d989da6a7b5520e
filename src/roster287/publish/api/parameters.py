"""What may be asked: the parameters of each address, understood as the commands understand theirs.

What is malformed is refused here; what is well formed and names nothing is answered 404 by the question itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from roster287.errors import UsageError
from roster287.model import LISTS
from roster287.publish.api.cursor import CURSOR
from roster287.register.queries.issues import SEVERITIES
from roster287.register.queries.lists import WAYS
from roster287.register.queries.tables import AGENCY_STATUS, AGREEMENT_STATUS, OUTCOMES
from roster287.table import Line
from roster287.vocabulary import question
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES

MOST = 1000
"""The most rows that one page may have."""
LONGEST_ID = 3000
"""Characters of an id: it holds a printed name, which may be of any length."""
_TEXT = r"^[^\x00-\x1f\x7f]+$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"


def _understood(understand: Callable[[str], object]) -> AfterValidator:
    """A check that the library understands a value, which stays as it was asked, as in the library's `query`."""

    def check(value: str) -> str:
        try:
            understand(value)
        except UsageError as error:
            raise ValueError(f"{error.message} {error.hint}") from None
        return value

    return AfterValidator(check)


def _one_of(name: str, allowed: Sequence[str], description: str) -> tuple[object, ...]:
    return (
        _understood(lambda value: question.one_of(name, value, allowed)),
        Field(description=description, max_length=40, json_schema_extra={"enum": list(allowed)}),
    )


Day = Annotated[
    str, _understood(question.day),
    Field(pattern=_DAY, json_schema_extra={"format": "date"}, description="A day, YYYY-MM-DD."),
]  # fmt: skip
State = Annotated[
    str, _understood(question.state),
    Field(max_length=40, json_schema_extra={"enum": list(STATES)},
          description="A state or territory: its two letters, or its name."),
]  # fmt: skip
Model = Annotated[
    str, _understood(question.model),
    Field(max_length=60, json_schema_extra={"enum": list(MODELS)}, description="A model of agreement."),
]  # fmt: skip
Agency = Annotated[str, Field(pattern=_TEXT, max_length=LONGEST_ID, description="An agency's id, or one it once had.")]
Status = Annotated[str, *_one_of("status", AGENCY_STATUS, "Where the agency stands on the newest lists.")]
Standing = Annotated[str, *_one_of("status", AGREEMENT_STATUS, "Where the agreement stands on the newest list.")]
Outcome = Annotated[str, *_one_of("outcome", OUTCOMES, "What became of the application.")]
EventKind = Annotated[str, *_one_of("kind of event", KINDS, "A kind of event.")]
Cause = Annotated[str, *_one_of("cause", CAUSES, "`ice`: ICE's list changed; `record`: our record did.")]
ListKind = Annotated[str, *_one_of("kind", LISTS, "Which of the two lists.")]
Trust = Annotated[str, *_one_of("status", ("accepted", "set_aside"), "Whether the list counts.")]
Severity = Annotated[str, *_one_of("severity", SEVERITIES, "`doubt`: what is meant is left open; `note`: it is clear.")]
By = Annotated[str, *_one_of("way to count", WAYS, "What to count by, as the list prints it; without it, totals.")]
Pending = Annotated[bool, Field(description="The pending list instead.")]
EventId = Annotated[str, Field(pattern=_TEXT, max_length=LONGEST_ID, description="Only events after this one.")]
Sought = Annotated[
    str, Field(pattern=_TEXT, max_length=question.LONGEST, description="Words of a name, a town or a county.")
]
Place = Annotated[
    str,
    Field(pattern=_TEXT, max_length=question.LONGEST, description="A town with its state, a county, or a ZIP code."),
]

AgencyId = Annotated[str, Path(pattern=_TEXT, max_length=LONGEST_ID, description="An agency's id, or one it once had.")]
AgreementId = Annotated[
    str,
    Path(
        pattern=_TEXT, max_length=LONGEST_ID, description="An agreement's id, AGENCY/MODEL/SIGNED, or one it once had."
    ),
]
PublicationId = Annotated[
    str, Path(pattern=_TEXT, max_length=120, description="A publication's id, the SHA-256 of its file, or a day.")
]


class Common(BaseModel):
    """What every question may say of its answer. A parameter that is not known is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    format: Annotated[Literal["json", "csv", "ndjson"], Field(description="How the answer is written.")] = "json"
    lang: Annotated[Literal["en", "es"], Field(description="The language of sentences.")] = "en"


class Paged(Common):
    """A question that is answered in pages."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="How many rows at most; `count` is of all pages.")] = 50
    cursor: Annotated[
        str | None, Field(pattern=CURSOR, description="The `next_cursor` of the page before; opaque.")
    ] = None  # fmt: skip

    def asked(self) -> Line:
        """The parts of the question that were given, by their parameters."""
        of = {name: getattr(self, name) for name in type(self).model_fields if name not in Paged.model_fields}
        return {name: value for name, value in of.items() if value not in (None, [])}


class Publications(Paged):
    kind: ListKind | None = None
    status: Trust | None = None


class Issues(Paged):
    severity: Severity | None = None


class Agencies(Paged):
    state: State | None = None
    status: Status | None = None


class Agreements(Paged):
    state: State | None = None
    model: Model | None = None
    status: Standing | None = None
    agency: Agency | None = None


class Applications(Paged):
    state: State | None = None
    outcome: Outcome | None = None
    model: Model | None = None
    agency: Agency | None = None


class Events(Paged):
    since: Day | None = None
    until: Day | None = None
    state: State | None = None
    model: Model | None = None
    kind: Annotated[list[EventKind], Field(max_length=len(KINDS), description="Kinds of event; may be repeated.")] = []
    agency: Agency | None = None
    cause: Cause | None = None
    after: EventId | None = None


class Counts(Paged):
    on: Day | None = None
    by: By | None = None
    pending: Pending = False


class On(Paged):
    date: Day
    state: State | None = None
    model: Model | None = None
    agency: Agency | None = None
    pending: Pending = False


class Brief(Paged):
    state: State
    on: Day | None = None
    since: Day | None = None


class Where(Paged):
    place: Place
    on: Day | None = None


class Search(Paged):
    text: Sought


class Law(Paged):
    state: State | None = None
    on: Day | None = None


class Models(Paged):
    model: Model | None = None


class Evidence(Common):
    on: Day | None = None
