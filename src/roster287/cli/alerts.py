"""Commands on alerts: check, test, preview, send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roster287.cli.context import Format, opened, options
from roster287.cli.output import Shown, safe, show, write
from roster287.errors import UsageError

if TYPE_CHECKING:
    from roster287.publish.alerts import Delivered, Rules
    from roster287.record import Record
    from roster287.table import Table

group = typer.Typer(help="Alerts: the change itself, to those who asked for it, once.", no_args_is_help=False)

RulesFile = Annotated[
    Path | None, typer.Option("--rules", help="The rules, instead of alerts.toml in the home.", metavar="FILE")
]
Since = Annotated[str | None, typer.Option(help="From this day on.", metavar="D")]
RULE_COLUMNS = (
    Shown("rule", "rule", style="bold"),
    Shown("when", "when"),
    Shown("asks for", "asks_for"),
    Shown("channels", "channels"),
    Shown("problem", "problem", style="red"),
)
TEST_COLUMNS = (
    Shown("rule", "rule", style="bold"),
    Shown("channel", "channel"),
    Shown("to", "to"),
    Shown("works", "works"),
    Shown("problem", "problem", style="red"),
)
SENT_COLUMNS = (
    Shown("state", "state", style="bold"),
    Shown("rule", "rule"),
    Shown("channel", "channel"),
    Shown("what", "subject"),
    Shown("problem", "problem", style="red"),
)


@group.command()
def check(context: typer.Context, rules: RulesFile = None) -> None:
    """Read the rules, and say what each asks for; nothing is sent."""
    from roster287.table import table

    with opened(context) as record:
        found = _rules(record, rules)
        rows = [_described(record, rule) for rule in found.rules]
    columns = ("rule", "when", "asks_for", "channels", "problem")
    names = ", ".join(channel.name for channel in found.operator) or "nobody"
    show(
        context,
        table(columns, rows),
        RULE_COLUMNS,
        f"{len(rows)} rule{'' if len(rows) == 1 else 's'}; the operator is told by: {names}",
    )


@group.command(name="test")
def try_channels(context: typer.Context, rules: RulesFile = None) -> None:
    """Send a test message to every channel, and say which work."""
    from roster287.clock import now
    from roster287.errors import PublishError
    from roster287.publish.alerts import tried

    with opened(context) as record:
        answer = tried(_rules(record, rules), now())
    show(context, answer, TEST_COLUMNS)
    if not all(row["works"] for row in answer):
        raise PublishError("Not every channel works.", "The table says which, and why.")


@group.command()
def preview(context: typer.Context, since: Since = None, rules: RulesFile = None) -> None:
    """Print what would be sent now, or what each rule asks for since a day; nothing is sent."""
    from roster287.clock import now
    from roster287.publish import alerts
    from roster287.vocabulary import question
    from roster287.watch.record import ledger_of, rules_file

    day = question.day(since) if since is not None else None
    with opened(context) as record:
        found = _rules(record, rules)
        answer = alerts.preview(record, found, ledger_of(record.home, rules_file(record.home, rules)), now(), day)
    if options(context).format is not Format.table:
        show(context, answer, ())
        return
    for row in answer:
        write(f"rule {row['rule']}, by {', '.join(row['channels'])}\nSubject: {row['subject']}\n\n{row['text']}\n")
    if not answer.rows:
        write("Nothing would be sent.\n")


@group.command()
def send(
    context: typer.Context,
    since: Since = None,
    settle: Annotated[
        str | None,
        typer.Option(help="First settle what failed or is held: `again` sends it, `done` gives it up.", metavar="HOW"),
    ] = None,
    rules: RulesFile = None,
) -> None:
    """Send what is due, each change once. The first time, what the record holds counts as known, unless --since."""
    from roster287.clock import now
    from roster287.publish import alerts
    from roster287.vocabulary import question
    from roster287.watch.record import ledger_of, loud, rules_file

    day = question.day(since) if since is not None else None
    if settle is not None:
        question.one_of("way to settle", settle, ("again", "done"))
    with opened(context) as record:
        found = _rules(record, rules)
        with ledger_of(record.home, rules_file(record.home, rules)) as ledger:
            if settle is not None:
                alerts.settle(ledger, settle, now())
            done = alerts.deliver(record, found, ledger, now(), since=day)
    for line in done.notices:
        typer.echo(f"roster287: {safe(line)}", err=True)
    show(context, _answer(done), SENT_COLUMNS, _note(done))
    if done.loud:
        raise loud(done)


def _rules(record: Record, named: Path | None) -> Rules:
    from roster287.publish.alerts import load
    from roster287.watch.record import rules_file

    return load(rules_file(record.home, named))


def _described(record: Record, rule: Any) -> dict[str, Any]:
    unknown = [agency for agency in rule.agencies if not _is_known(record, agency)]
    asks = [rule.cause, *rule.states, *rule.agencies, *rule.models, *rule.kinds]
    return {
        "rule": rule.name,
        "when": rule.when,
        "asks_for": " ".join(asks),
        "channels": [channel.name for channel in rule.channels],
        "problem": f"no such agency yet: {', '.join(unknown)}" if unknown else "",
    }


def _is_known(record: Record, agency_id: str) -> bool:
    """Whether an agency has this id, or had it once."""
    try:
        record.show(agency_id)
    except UsageError:
        return False
    return True


def _answer(done: Delivered) -> Table:
    from roster287.table import table

    states = (("sent", done.sent), ("retrying", done.retrying), ("failed", done.failed), ("held", done.held))
    rows = [{"state": state, **told._asdict()} for state, several in states for told in several]
    return table(("state", "rule", "channel", "subject", "events", "problem", "again"), rows)


def _note(done: Delivered) -> str:
    if done.began:
        return "The ledger begins: what the record holds now counts as known, and alerts tell what comes."
    waits = "1 change waits" if done.waiting == 1 else f"{done.waiting} changes wait"
    return f"{len(done.sent)} sent, {len(done.retrying)} tried again later, {waits} for a digest"
