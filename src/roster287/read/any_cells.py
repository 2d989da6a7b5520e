"""The cells of sheets however they are written, by python-calamine: slower than `read.plain_cells`, which goes first.

What a sheet would cost to lay out is checked before it is, and what python-calamine leaves out is added: the texts of
error cells.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from roster287.read.bounds import MAX_CELLS, check_bounds
from roster287.read.container import Container, NotAListError
from roster287.read.sheet_xml import error_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from roster287.model import Value

Result = TypeVar("Result")

_NOT_READ = ("xl/theme/", "xl/worksheets/_rels/", "customxml/", "docprops/")


def any_cells(container: Container, sheets: Sequence[tuple[str, str]]) -> list[list[list[Value]]]:
    """The cells of each sheet, given by name and path. Raises NotAListError when they cannot be read."""
    plain = container.plain_copy(except_under=_NOT_READ)
    check_bounds([container.xml(path) for _, path in sheets], container.xml("xl/sharedStrings.xml"))
    reader = _bounded(lambda: CalamineWorkbook.from_filelike(BytesIO(plain)))
    return [_read_cells(reader, name, container.xml(path)) for name, path in sheets]


def _read_cells(reader: CalamineWorkbook, name: str, xml: bytes) -> list[list[Value]]:
    cells: list[list[Value]] = _bounded(lambda: reader.get_sheet_by_name(name).to_python(skip_empty_area=False))
    height, width = len(cells), len(cells[0]) if cells else 0
    for row, column, text in error_cells(xml):
        if row > height or column >= width:
            if max(row, height) * max(column + 1, width) > MAX_CELLS:
                raise NotAListError("An error of the workbook lies so far out that the sheet cannot be laid out.")
            height, width = _enlarge(cells, row, column + 1)
        cells[row - 1][column] = text
    return cells


def _bounded(call: Callable[[], Result]) -> Result:
    """What the cell reader gives; its errors and its panics (which are no Exception) become a refusal."""
    try:
        return call()
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        reason = str(error).rstrip(".").split("\n")[0] or type(error).__name__
        raise NotAListError(f"The workbook is damaged, or holds something that is not read: {reason}.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise NotAListError("The workbook is damaged: its cells cannot be read.") from error


def _enlarge(cells: list[list[Value]], height: int, width: int) -> tuple[int, int]:
    """Make the rectangle reach to a height and width that an error cell needs; gives what they are now."""
    width = max(width, len(cells[0]) if cells else 0)
    for line in cells:
        line.extend([""] * (width - len(line)))
    cells.extend([""] * width for _ in range(height - len(cells)))
    return len(cells), width
