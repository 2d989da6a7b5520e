"""Commands about the record as a whole: init, sync, backfill, status, verify, rebuild, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roster287.cli.context import Format, Take, opened, options, progressing, taking
from roster287.cli.output import Shown, safe, show, tell, write
from roster287.errors import ArchiveError, SourceError, StoreError, UntrustedListError

if TYPE_CHECKING:
    from roster287.model import Synced
    from roster287.progress import Progress
    from roster287.register.database import Database
    from roster287.settings import Home
    from roster287.table import Table
    from roster287.vocabulary.messages import Speaker

TOLD = 20
"""How many new events a sync tells in a table; the others are counted."""


def init(
    context: typer.Context,
    empty: Annotated[bool, typer.Option("--empty", help="Without the history that comes with the package.")] = False,
) -> None:
    """Make a home."""
    with opened(context) as record:
        record.init(empty=empty)
        home = str(record.home.root)
        tell(context, home, home=home)


def sync(
    context: typer.Context,
    from_: Annotated[
        list[str] | None,
        typer.Option("--from", help="A file, a folder or an address; may be repeated.", metavar="PATH_OR_URL"),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="From ICE's page; the default when nothing is named.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            help="Trust a list that was set aside: its file or its id; may be repeated.", metavar="FILE_OR_ID"
        ),
    ] = None,
    set_aside: Annotated[
        list[str] | None,
        typer.Option(
            help="Set aside a list that is accepted, whoever accepted it; may be repeated.", metavar="FILE_OR_ID"
        ),
    ] = None,
) -> None:
    """Take in lists, from ICE, from files or from addresses; prints the events that this added. Twice is once."""

    def take(home: Home, database: Callable[[], Database], progress: Progress) -> Synced:
        from roster287.stages import pipeline

        return pipeline.sync(
            home, database, from_ or None, accept or (), progress, set_aside=set_aside or (), live=live
        )

    _take(context, take)


def backfill(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="Captures from this day on.", metavar="D")] = None,
    until: Annotated[str | None, typer.Option(help="Captures up to this day.", metavar="D")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be fetched; fetch nothing.")] = False,
) -> None:
    """Take in what the Internet Archive has of ICE's page and lists; goes on where an earlier run stopped."""
    from roster287.settings import find_home
    from roster287.stages import backfilling

    if dry_run:
        with progressing() as progress:
            plan = backfilling.plan_backfill(find_home(options(context).home), since, until, progress)
        write(
            f"{plan.captures:,} captures; {plan.lists:,} lists and {plan.pages:,} pages to fetch, "
            f"{plan.bytes / 1e6:,.1f} MB, {plan.seconds:,.0f} s of pauses; {plan.known:,} are here already.\n"
        )
        return
    _take(context, lambda home, db, progress: backfilling.backfill(home, db, since, until, progress))


def _take(context: typer.Context, take: Take) -> None:
    """Take in lists and tell what that did; where a source failed, what came all the same is told before the error."""
    try:
        done = taking(context, take)
    except SourceError as error:
        came = error.done
        if came is not None and (came.new_captures or came.events or came.set_aside or came.notices):
            with suppress(typer.Exit):  # the code is that of the error
                _tell(context, came)
        raise
    _tell(context, done)


def _tell(context: typer.Context, done: Synced) -> None:
    """Print the events that were added; of many, a table shows the last."""
    for_people = options(context).format is Format.table
    if for_people:
        files = "file" if done.files == 1 else "files"
        captures = "capture" if done.new_captures == 1 else "captures"
        write(f"{done.files:,} {files} looked at, {done.new_files:,} new; {done.new_captures:,} {captures} added.\n")
    for what in done.refused:
        typer.echo(f"roster287: {safe(what)}: It is set aside, as you ask.", err=True)
    for what in done.already:
        typer.echo(f"roster287: {safe(what)}: A person has decided so before; nothing was to be done.", err=True)
    for file_name, sentence in (*done.left_out, *done.notices):
        typer.echo(f"roster287: {safe(file_name)}: {safe(sentence)}", err=True)
    if done.events or not for_people:
        from roster287.cli.tables import EVENT_COLUMNS

        with opened(context) as record:
            added = record.told(done.events[-TOLD:] if for_people else done.events)
        show(context, added, EVENT_COLUMNS, _before_them(done))
    for aside in done.set_aside:
        typer.echo(f"roster287: set aside {safe(aside.file_name)}: {safe(aside.reason)}", err=True)
    if done.set_aside:
        read = [aside for aside in done.set_aside if aside.kind is not None]
        dated = [aside for aside in read if aside.date is not None]
        if dated:
            what = f"To trust one all the same: roster287 sync --accept {dated[0].publication_id}"
        elif read:
            what = f"Put the day into the file's name, such as {read[0].kind}Agencies04032025.xlsx, and sync it again."
        else:
            what = "The bytes are kept. Get the list again, and sync it."
        typer.echo(f"  {what}", err=True)
        raise typer.Exit(UntrustedListError.exit_code)
    if done.left_out:
        typer.echo("  The other files were taken in. Mend these, then sync again.", err=True)
        raise typer.Exit(SourceError.exit_code)


def _before_them(done: Synced) -> str:
    kinds = Counter(event_id.split("/")[1] for event_id in done.events[:-TOLD])
    counts = ", ".join(f"{n:,} {kind}" for kind, n in kinds.most_common())
    return f"and before these {kinds.total():,} more: {counts}" if kinds else ""


def status(
    context: typer.Context,
    max_age: Annotated[
        str | None,
        typer.Option(help="Fail (exit 3) when the last good look at ICE is longer ago: 90m, 2h, 3d.", metavar="AGE"),
    ] = None,
) -> None:
    """How fresh the record is, what it holds, and which lists are set aside."""
    from roster287 import clock
    from roster287.heartbeat import Heartbeat, age

    longest = age(max_age) if max_age is not None else None
    with opened(context) as record:
        answer = record.status()
        aside = record.lists(status="set_aside")
        home = record.home
    if options(context).format is Format.table:
        _print_status(answer, aside, options(context).say)
    else:
        show(context, answer, ())
    if longest is not None and (stale := Heartbeat.read(home).stale(longest, clock.present())):
        raise SourceError(stale, "`roster287 watch` looks on a schedule; `roster287 watch --once` looks now.")


def _print_status(answer: Table, aside: Table, say: Speaker) -> None:
    row = answer.rows[0]
    listed, waiting = say("{n} ({now} on the newest list)"), say("{n} ({now} pending)")
    size = f"{row['bytes_kept'] / 1e6:,.1f}"
    kept = say.plural("{n} file, {size} MB", "{n} files, {size} MB", row["files_kept"])
    lines = [
        (say("Participating list"), row["participating_date"] or say("none")),
        (say("Pending list"), row["pending_date"] or say("none")),
        (say("Last look"), _when(say, row["last_looked"], row["last_error"] if row["failures"] else None)),
        (say("Last good look"), _when(say, row["last_succeeded"])),
        (say("Last new list"), _when(say, row["last_changed"])),
        (say("Lists"), f"{row['publications']:,}"),
        (say("Set aside"), f"{row['set_aside']:,}"),
        (say("Agencies"), listed.format(n=f"{row['agencies']:,}", now=f"{row['active_agencies']:,}")),
        (say("Agreements"), listed.format(n=f"{row['agreements']:,}", now=f"{row['active_agreements']:,}")),
        (say("Applications"), waiting.format(n=f"{row['applications']:,}", now=f"{row['pending_applications']:,}")),
        (say("Events"), f"{row['events']:,}"),
        (say("Archive"), kept.format(n=f"{row['files_kept']:,}", size=size)),
        (say("Home folder"), row["home"]),
    ]
    width = max(len(name) for name, _ in lines)
    lines = [(name, safe(value)) for name, value in lines]
    write("".join(f"{name:<{width}}  {value}\n" for name, value in lines))
    for line in aside:
        write(f"\n{say('Set aside')}: {safe(line['file_name'])} ({line['publication_id']})\n  {safe(line['reason'])}\n")


def _when(say: Speaker, time: str | None, problem: str | None = None) -> str:
    """A time of the heartbeat, and what went wrong then."""
    told = time or say("never")
    return say("{time}, without success: {problem}").format(time=told, problem=problem) if problem else told


def verify(context: typer.Context) -> None:
    """Check the archive, and the record against it."""
    with opened(context) as record:
        found = record.verify()
    columns = (Shown("what", "what"), Shown("subject", "subject"), Shown("problem", "problem"))
    show(
        context,
        found,
        columns,
        "" if found.rows else options(context).say("Every byte kept is there, and the record follows from the lists."),
    )
    if any(row["what"] == "bytes" for row in found):
        typer.echo("roster287: Restore the archive folder from a copy, then verify again.", err=True)
        raise typer.Exit(ArchiveError.exit_code)
    if found.rows:
        typer.echo("roster287: `roster287 rebuild` makes the record again from the lists that are kept.", err=True)
        raise typer.Exit(StoreError.exit_code)


def rebuild(context: typer.Context) -> None:
    """Make the record again from raw, and compare."""
    with opened(context) as record:
        answer = record.rebuild()
    columns = (
        Shown("output", "output"),
        Shown("rows", "rows", right=True),
        Shown("sha256", "sha256"),
        Shown("same", "same"),
    )
    same = all(row["same"] for row in answer)
    say = options(context).say
    show(
        context,
        answer,
        columns,
        say("The record is what the raw material gives.") if same else say("The record differed; it was made anew."),
    )
    if not same and any(row["before"] for row in answer):
        raise typer.Exit(StoreError.exit_code)


group = typer.Typer(help="The history that comes with the package.", no_args_is_help=False)


@group.command("pack")
def pack(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="The file to write.")],
) -> None:
    """Write every observation of this home as one compact file."""
    with opened(context) as record:
        size = record.pack_history(target)
    tell(context, f"{target}: {size:,} bytes", file=str(target), bytes=size)
