"""The commands, put together; errors become one or two plain lines and an exit code.

A run imports only the modules of the commands that its arguments name: the others would cost it as much as its answer.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer

from roster287 import __version__
from roster287.cli.context import Format, Lang, Options
from roster287.errors import PublishError, RosterError, UsageError

COMMANDS = {
    "record": ("init", "sync", "backfill", "status", "verify", "rebuild"),
    "watch": ("watch",),
    "warc": ("warc",),
    "lists": ("lists", "on", "count", "changes", "compare", "issues"),
    "subjects": ("agencies", "agreements", "applications", "find", "show", "evidence", "brief", "corrections"),
    "where": ("where",),
    "law": ("law",),
    "models": ("models",),
    "export": ("export",),
    "serve": ("serve",),
}
"""The commands of each module, in the order of the help."""
GROUPS = {
    "history": "record",
    "identity": "identity",
    "nominees": "nominees",
    "release": "export",
    "site": "site",
    "alerts": "alerts",
    "reference": "reference",
}
"""The module of each group of commands, which calls it `group`."""
EVERYWHERE = ("--home", "--database", "--format", "--lang")
"""The options of every command that take a value. They may stand after the command too: no command has its own."""


LONGEST = 700
"""Characters of an error: what somebody typed may stand in it."""
_NOT_YOURS = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EACCES, errno.EPERM)
"""What a system says of a path that no file can have, or that is not for who runs the command."""


def program(arguments: Sequence[str]) -> typer.Typer:
    """The commands that the arguments may mean: those they name, or all when they name none."""
    named = set(arguments)
    if named.isdisjoint(GROUPS) and not any(named.intersection(names) for names in COMMANDS.values()):
        named = {*GROUPS, *(name for names in COMMANDS.values() for name in names)}
    app = typer.Typer(
        name="roster287",
        help="A permanent public record of ICE's 287(g) lists: who signed, when, and every change, with proof.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_before)
    for module, names in COMMANDS.items():
        for name in names:
            if name in named:
                found = import_module(f"roster287.cli.{module}")
                app.command(name=name)(getattr(found, f"{name}_", None) or getattr(found, name))
    for name, module in GROUPS.items():
        if name in named:
            app.add_typer(import_module(f"roster287.cli.{module}").group, name=name)
    return app


def _common_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the options of every command moved before it, wherever they were written."""
    first: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for word in left:
        name, given, _ = word.partition("=")
        if word == "--":
            rest += [word, *left]
        elif word == "--debug" or (given and name in EVERYWHERE):
            first.append(word)
        elif word in EVERYWHERE:
            first += [word, *(value for value in (next(left, None),) if value is not None)]
        else:
            rest.append(word)
    return first + rest


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


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
    gc.set_threshold(100_000, 50, 50)  # importing makes many objects and no cycles
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # closed by whoever started it; what is said there is not wanted
            setattr(sys, stream, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    for out in (sys.stdout, sys.stderr):
        if isinstance(out, io.TextIOWrapper):  # names have letters that a terminal may lack; files are UTF-8
            shown = out.isatty()
            lossy = shown and out is sys.stdout
            out.reconfigure(encoding=None if shown else "utf-8", errors="replace" if lossy else out.errors)
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command and give its exit code; what it prints goes to stdout, messages to stderr."""
    debug = "--debug" in arguments
    try:
        code = program(arguments)(_common_first(arguments), standalone_mode=False)
        sys.stdout.flush()
    except RosterError as error:
        if debug:
            traceback.print_exc()
        return _tell(error)
    except typer.Abort:
        return 130
    except KeyboardInterrupt:
        return 130
    except (BrokenPipeError, SystemExit) as end:
        if isinstance(end, SystemExit) and not isinstance(end.__context__, BrokenPipeError):
            raise
        # The reader has closed the pipe, which typer turns into the end of the program.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UnicodeEncodeError:
        if debug:
            traceback.print_exc()
        return _tell(UsageError("What was typed holds bytes that are no text in UTF-8.", "Write it in UTF-8."))
    except OSError as error:
        if debug:
            traceback.print_exc()
        where = f" ({error.filename})" if error.filename else ""
        kind = UsageError if error.errno in _NOT_YOURS else PublishError
        return _tell(kind(f"The system refused: {error.strerror or error}{where}.", "Mend that and run it again."))
    except Exception as error:  # noqa: BLE001  nothing unforeseen ends in a traceback; --debug shows it
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            return _misused(error)
        if debug:
            traceback.print_exc()
        return _tell(
            RosterError(
                f"Something unforeseen happened: {type(error).__name__}.",
                "Run it again with --debug to see where, and report it to whoever maintains this program.",
            )
        )
    return code if isinstance(code, int) else 0


def _misused(error: Any) -> int:
    """What typer says of a command that was typed wrongly, in the two lines of every error; nothing beside its help."""
    message = error.format_message()
    if message.strip():
        names: list[str] = []
        context = getattr(error, "ctx", None)
        while context is not None and context.parent is not None:
            names.insert(0, context.info_name)
            context = context.parent
        command = " ".join(["roster287", *names])
        ending = "" if message.endswith((".", "?", ")")) else "."
        _tell(UsageError(f"{message}{ending}", f"`{command} -h` says what it takes."))
    return UsageError.exit_code


def _tell(error: RosterError) -> int:
    from roster287.cli.output import safe

    with suppress(OSError, ValueError):  # where nothing can be said, the exit code still tells
        sys.stderr.write(f"roster287: {_short(safe(error.message))}\n")
        if error.hint:
            sys.stderr.write(f"  {_short(safe(error.hint))}\n")
        sys.stderr.flush()
    return error.exit_code


def _short(text: str) -> str:
    """A sentence without the middle of what somebody typed at great length."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


if __name__ == "__main__":
    run()
