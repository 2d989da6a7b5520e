"""The Spanish catalogue, made from the messages in the code and what is translated already: `make messages`.

    src/roster287/locale/es/LC_MESSAGES/roster287.po    the translations, edited by people
    src/roster287/locale/es/LC_MESSAGES/roster287.mo    the same as the program reads it

What is found, and by which calls, is `[tool.babel]` in pyproject.toml; to it come the reasons in `curation/`. A message
that is new comes without Spanish; one that the code no longer has is dropped. The same code and translations give the
same bytes on any day.
"""

from __future__ import annotations

import ast
import csv
import io
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).parent.parent.parent
SOURCE = PROJECT / "src" / "roster287"
PO = SOURCE / "locale" / "es" / "LC_MESSAGES" / "roster287.po"
MO = PO.with_suffix(".mo")
COMMENT = "# Spanish of roster287, for readers in the United States."


class Dateless(Catalog):
    """A catalogue whose header says what a reader of it needs, and nothing of when and by what it was made."""

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]

    mime_headers = property(_headers)


def spoken(
    file: IO[bytes], keywords: Collection[str], _tags: Collection[str], options: Any
) -> Iterator[tuple[int, str, list[str | None], list[str]]]:
    """The messages in Python code, for Babel. Unlike Babel's own it sees calls within f-strings on every Python.

    Raises ValueError for a message that is put together in the call: nobody could translate it.
    """
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in keywords and node.args:
            if any(isinstance(one, ast.JoinedStr | ast.BinOp | ast.IfExp) for one in node.args):
                raise ValueError(f"{getattr(file, 'name', '')}:{node.lineno}: give {name}() the text itself")
            texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            yield node.lineno, name, [text if isinstance(text, str) else None for text in texts], []


def reasons() -> Iterator[str]:
    """Who decided what and why, and on what evidence, as the page of corrections says it."""
    for name in ("corrections.csv", "judgements.csv"):
        with (SOURCE / "curation" / name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                yield from (line[column].strip() for column in ("who", "why", "evidence"))


def found() -> Catalog:
    """The messages in the code, the templates and the reasons of curation."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        command = ["pybabel", "--quiet", "extract", "-F", str(PROJECT / "pyproject.toml"), "--no-location"]
        CommandLineInterface().run([*command, "--omit-header", "-o", str(pot), str(SOURCE)])  # type: ignore[no-untyped-call]
        catalogue = read_po(io.BytesIO(pot.read_bytes()))
    for reason in reasons():
        catalogue.add(reason)
    return catalogue


def translated() -> Catalog:
    """The Spanish catalogue as it is in the repository."""
    return read_po(io.BytesIO(PO.read_bytes()), locale="es", abort_invalid=True)


def merged() -> Dateless:
    """The messages in the code with the Spanish that is there for them."""
    old, new = translated(), Dateless("es", header_comment=COMMENT, fuzzy=False)
    for message in found():
        if message.id:
            known = old.get(message.id, message.context)
            new[message.id] = Message(
                message.id,
                known.string if known and bool(known.pluralizable) == bool(message.pluralizable) else "",
                flags=known.flags if known else (),
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return new


def po(catalogue: Catalog) -> bytes:
    """The bytes of a catalogue that people edit."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, no_location=True, sort_output=True)
    return written.getvalue()


def mo(catalogue: Catalog) -> bytes:
    """The bytes of a catalogue that the program reads."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def texts(message: Message) -> list[tuple[str, str]]:
    """English and the Spanish that stands for it; two of each for a message that counts."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string or ""))]
    return list(zip(message.id, message.string or ("", ""), strict=True))


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages without Spanish, or with Spanish that nobody has confirmed."""
    lacking = (m for m in catalogue if m.id and (m.fuzzy or not all(spanish for _, spanish in texts(m))))
    return [texts(message)[0][0] for message in lacking]


def dropped(old: Catalog, new: Catalog) -> list[tuple[str, str]]:
    """What is translated in one catalogue and not in the other."""
    return [texts(m)[0] for m in old if m.id and m.string and new.get(m.id, m.context) is None]


if __name__ == "__main__":
    made = merged()
    for english, spanish in dropped(translated(), made):
        print(f"not said any more: {english}\n    {spanish}")  # noqa: T201
    for english in untranslated(made):
        print(f"no Spanish yet: {english}")  # noqa: T201
    PO.write_bytes(po(made))
    MO.write_bytes(mo(made))
