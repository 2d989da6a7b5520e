"""The cases of tests/cases/nominees.csv, each from CSV and from a workbook.

A line is one roster of one row. `headings` and `cells` are separated by ` | `; `expected` holds `requirement=result`
separated by `; ` (`absent`: the model does not ask it), or `error`. Add a line to add a case.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from roster287.errors import UsageError
from roster287.program import models, nominees
from roster287.program.nominee_rules import RESULTS

TABLE = Path(__file__).parent.parent / "cases" / "nominees.csv"


def read_cases() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


CASES = read_cases()


def as_csv(path: Path, lines: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def as_xlsx(path: Path, lines: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for place, text in enumerate(line):
                sheet.write_string(number, place, text)
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_case(case: dict[str, str], form: str, tmp_path: Path) -> None:
    lines = [[cell.strip() for cell in case[part].split(" | ")] for part in ("headings", "cells")]
    path = as_csv(tmp_path / "r.csv", lines) if form == "csv" else as_xlsx(tmp_path / "r.xlsx", lines)
    if case["expected"] == "error":
        with pytest.raises(UsageError):
            nominees.check(path, case["model"], case["on"])
        return
    found = {row["requirement"]: row for row in nominees.check(path, case["model"], case["on"])}
    for part in case["expected"].split("; "):
        requirement, result = part.split("=")
        if result == "absent":
            assert requirement not in found
        else:
            assert found[requirement]["result"] == result, found[requirement]["why"]
            assert found[requirement]["clause"]
            assert found[requirement]["why"]


def test_the_cases_cover_each_requirement_of_each_model_with_each_result() -> None:
    seen = {
        (case["model"], part) for case in CASES if case["expected"] != "error" for part in case["expected"].split("; ")
    }
    assert len(CASES) >= 60
    for one in models.requirements():
        for result in RESULTS:
            assert (one.model, f"{one.id}={result}") in seen


def test_each_case_has_its_own_name_and_says_what_it_is_about() -> None:
    names = [case["case"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["about"] and case["expected"] for case in CASES)
