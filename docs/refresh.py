"""Writes what in the documents is made by the program: `python docs/refresh.py`. A test fails when it is stale.

commands.md    every command and option
tutorial.md    what each command of it prints
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

import typer

from roster287.cli.main import main, program

HERE = Path(__file__).parent
STEP = re.compile(r"(```console\n\$ (roster287 [^\n]+)\n)(.*?)(```)", re.DOTALL)
HEAD = """# Commands

Made from the program by `python docs/refresh.py`.

    roster287 [--home DIR] [--database URL] [--format table|json|csv|ndjson] [--lang en|es] COMMAND …

Results go to stdout and nothing else does; progress and messages go to stderr, most of them in English. `--format
json` prints one object with `query`, `as_of`, `publication`, `count` and `rows`; `ndjson` the rows alone, one a line;
`csv` the same columns. These options may stand after the command too.

Some commands answer with no table, and `--format` does not change what they print:

| command | prints on stdout |
| --- | --- |
| `backfill --dry-run` | a line that says how much would be fetched |
| `nominees check --printable` | a page of Markdown |
| `nominees template --blank` | a line of CSV |
| `init`, `history pack`, `identity pin`, `reference show`, `warc` | a few words; rows under `json`, `ndjson`, `csv` |
| `reference build`, `serve`, `watch` | nothing |

| exit code | means |
| --- | --- |
| 0 | done |
| 2 | wrong usage |
| 3 | a source is unreachable, moved or blocking |
| 4 | the archive has lost or altered bytes |
| 5 | a list could not be trusted and was set aside |
| 6 | contradictory judgements |
| 7 | the database, or a record that does not follow from its lists |
| 8 | publishing |
"""


def commands() -> str:
    """The page of commands as it should be."""
    group = typer.main.get_command(program([]))
    return HEAD + "".join(_commands(group, "roster287"))


def _commands(group: Any, path: str) -> list[str]:
    out: list[str] = []
    for name, command in sorted(group.commands.items()):
        whole = f"{path} {name}"
        if hasattr(command, "commands"):
            out += [f"\n## {whole}\n\n{command.help}\n", *_commands(command, whole)]
            continue
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        choices = [p for p in command.params if p.param_type_name == "option" and "--help" not in p.opts]
        names = [p.metavar or p.human_readable_name.upper() for p in arguments]
        usage = " ".join([whole, *("[OPTIONS]" for _ in choices[:1]), *names])
        level = "##" if path == "roster287" else "###"
        out.append(f"\n{level} {whole}\n\n{(command.help or '').strip()}\n\n    {usage}\n")
        rows = [(f"`{name}`", p.help) for name, p in zip(names, arguments, strict=True)]
        rows += [(f"`{' '.join(p.opts)}`", p.help) for p in choices]
        if rows:
            cells = "".join(f"| {a} | {(b or '').replace('|', chr(92) + '|')} |\n" for a, b in rows)
            out.append(f"\n| | |\n| --- | --- |\n{cells}")
    return out


def tutorial(home: Path) -> str:
    """The tutorial with what its commands print on a home with the shipped history."""

    def printed(step: re.Match[str]) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            main(["--home", str(home), *shlex.split(step[2])[1:]])
        return f"{step[1]}{out.getvalue()}{step[4]}"

    return STEP.sub(printed, (HERE / "tutorial.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    (HERE / "commands.md").write_text(commands(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        (HERE / "tutorial.md").write_text(tutorial(Path(folder) / "home"), encoding="utf-8")
    sys.stdout.write("commands.md and tutorial.md are fresh\n")
