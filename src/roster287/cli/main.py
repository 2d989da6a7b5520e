"""The commands, put together; errors become one or two plain lines and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from roster287 import __version__
from roster287.cli import (
    alerts,
    export,
    identity,
    law,
    lists,
    models,
    nominees,
    record,
    reference,
    serve,
    site,
    subjects,
    warc,
    watch,
    where,
)
from roster287.cli.context import Format, Lang, Options
from roster287.errors import RosterError

app = typer.Typer(
    name="roster287",
    help="A permanent public record of ICE's 287(g) lists: who signed, when, and every change, with proof.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (record, watch, warc, lists, subjects, where, law, models, export, serve):
    for command in module.COMMANDS:
        app.command(name=command.__name__.rstrip("_"))(command)


app.add_typer(record.history_app, name="history")
app.add_typer(identity.app, name="identity")
app.add_typer(nominees.app, name="nominees")
app.add_typer(export.release_app, name="release")
app.add_typer(site.site_app, name="site")
app.add_typer(alerts.app, name="alerts")
app.add_typer(reference.app, name="reference")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    home: Annotated[str | None, typer.Option(help="The home folder.", envvar="ROSTER287_HOME", metavar="DIR")] = None,
    database: Annotated[
        str | None,
        typer.Option(help="The database, instead of the one in the home.", envvar="ROSTER287_DATABASE", metavar="URL"),
    ] = None,
    format: Annotated[Format, typer.Option(help="How results are printed.")] = Format.table,  # noqa: A002
    lang: Annotated[Lang, typer.Option(help="The language of sentences and headings.")] = Lang.en,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    del debug, version
    context.obj = Options(home, database, format, lang)


def run() -> None:
    """Run the command line."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command and give its exit code; what it prints goes to stdout, messages to stderr."""
    debug = "--debug" in arguments
    try:
        code = app(arguments, standalone_mode=False)
        sys.stdout.flush()
    except RosterError as error:
        if debug:
            raise
        return _tell(error)
    except typer.Abort:
        return 130
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            return int(error.exit_code)
        if debug:
            raise
        return _tell(
            RosterError(
                f"Something unforeseen happened: {type(error).__name__}.",
                "Run it again with --debug before the command to see where, and report it.",
            )
        )
    return code if isinstance(code, int) else 0


def _tell(error: RosterError) -> int:
    from roster287.cli.output import safe

    sys.stderr.write(f"roster287: {safe(error.message)}\n")
    if error.hint:
        sys.stderr.write(f"  {safe(error.hint)}\n")
    return error.exit_code


if __name__ == "__main__":
    run()
