"""What in a file is not as it should be, said in another language.

The message of an issue is kept as a whole English sentence, which `document`, `layout` and `table` write; `said` knows
it by its sentence here. Why a file is no list at all stays in English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from roster287.vocabulary.marking import N_

if TYPE_CHECKING:
    from roster287.vocabulary.messages import Speaker

SENTENCES = (
    N_("A text stands above the header."),
    N_("The header {text} was read as {column}."),
    N_("The column headed {text} was read as {column}, by what stands below it."),
    N_("The column {letter} is headed {text}, which no list had before; it was not read."),
    N_("The column {letter} is headed {text} and is empty."),
    N_("The cell stands outside the columns of the list and was not read."),
    N_("{n} more cells stand in column {letter}, outside the columns of the list."),
    N_("The row is a note or a total and no entry of the list."),
    N_("The row repeats the header."),
    N_("{n} more cells stand in rows that are no entries."),
    N_("The row names no state."),
    N_("The row names no agency."),
    N_("The cell is merged over rows {first} to {last} and counts for each of them."),
    N_("A link hangs on a cell that is no document cell of a row."),
    N_("The link of {cell} leads nowhere: its target is not in the file."),
    N_("The list stands on a hidden sheet, {sheet}."),
    N_("The cell stands on the sheet {sheet}, beside the list, and was not read."),
    N_("{n} more cells stand on the sheet {sheet}, beside the list."),
    N_("The link stands on the sheet {sheet}, beside the list."),
    N_("{n} more links stand on the sheet {sheet}, beside the list."),
    N_("The sheet {sheet} holds a second list (participating), which was not read."),
    N_("The sheet {sheet} holds a second list (pending), which was not read."),
    N_("The hidden sheet {sheet} holds rows of a list ({n}) that the sheet {other} does not have."),
    N_("The sheet {sheet} holds rows of the list ({n}) that the sheet {other} does not have."),
    N_("The sheet {sheet} holds the list once more, in whole or in part."),
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    split = ((sentence, re.split(r"\{(\w+)\}", sentence)) for sentence in SENTENCES)
    return tuple(
        (sentence, re.compile("".join(f"(?P<{p}>.+)" if at % 2 else re.escape(p) for at, p in enumerate(pieces))))
        for sentence, pieces in split
    )


def said(message: str, say: Speaker) -> str:
    """The message of an issue in the speaker's language, or as it is where it is none of these sentences."""
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(message):
            return say(sentence).format(**found.groupdict())
    return message
