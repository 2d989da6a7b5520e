"""The command `watch`: look on a schedule, send alerts, until it is stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roster287.cli.context import opened
from roster287.cli.output import safe

if TYPE_CHECKING:
    from roster287.heartbeat import Heartbeat
    from roster287.watch.loop import Looked


def watch(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Look once, send what is due, and end: for cron.")] = False,
    every: Annotated[float, typer.Option(help="Minutes between looks on weekdays.", metavar="MINUTES")] = 15,
    otherwise: Annotated[float, typer.Option(help="Minutes between looks on other days.", metavar="MINUTES")] = 60,
    jitter: Annotated[float, typer.Option(help="By which part of it the time varies, 0 to 0.5.")] = 0.1,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell problems only.")] = False,
    rules: Annotated[
        Path | None, typer.Option(help="The alert rules, instead of alerts.toml in the home.", metavar="FILE")
    ] = None,
) -> None:
    """Take in new lists on a schedule and send alerts. SIGTERM or Ctrl-C ends it cleanly."""
    from roster287 import clock
    from roster287.errors import UsageError
    from roster287.watch.loop import SELDOM, Listener, Schedule
    from roster287.watch.record import watch_record
    from roster287.watch.signals import Stop

    for option, minutes, usual in (("--every", every, 15), ("--otherwise", otherwise, 60)):
        if not 1 <= minutes <= SELDOM:
            raise UsageError(
                f"{option} {minutes:g} is too {'seldom' if minutes > SELDOM else 'often'}.",
                f"Write minutes from 1 to {SELDOM:g}, a week, such as {option} {usual}.",
            )
    if not 0 <= jitter <= 0.5:
        raise UsageError(f"--jitter {jitter:g} is no part of it.", "Write a part from 0 to 0.5, such as --jitter 0.1.")
    schedule = Schedule(every, otherwise, jitter, once)

    def tell(line: str) -> None:
        typer.echo(f"{clock.now()} {safe(line)}", err=True)

    def note(line: str) -> None:
        if not quiet:
            tell(line)

    def looked(found: Looked, heartbeat: Heartbeat) -> None:
        if found.error or found.synced is None:
            return
        new = found.synced.new_files
        said = f"looked: {new} new list{'' if new == 1 else 's'}"
        if heartbeat.next_look:
            note(f"{said}; again at {heartbeat.next_look}")
        elif not new:
            note(said)

    with opened(context) as record, Stop() as stop:
        done = watch_record(record, schedule, stop=stop, rules=rules, listener=Listener(tell, note, looked))
    problem = done.last and (done.last.error or done.last.undelivered)
    if once and problem:
        raise problem
