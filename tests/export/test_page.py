"""What docs/open-data.md shows runs as it stands, inside an export."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent.parent / "docs" / "open-data.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"), ids=["pandas", "polars", "geopandas"])
def test_python(exported: Path, code: str) -> None:
    found = re.search(r"^import (\w+)", code, re.MULTILINE)
    assert found is not None
    pytest.importorskip(found[1], reason=f"LEFT OUT: {found[1]} is not installed")
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=exported, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_sql(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="LEFT OUT: duckdb is not installed")
    monkeypatch.chdir(exported)
    (query,) = blocks("sql")
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchall() == [("Wells Police Department", "ME", "task_force")]


def test_r(exported: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("LEFT OUT: R is not on this computer (Debian: r-base-core)")
    (code,) = blocks("r")
    done = subprocess.run([rscript, "--vanilla", "-e", code], cwd=exported, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "FL" in done.stdout
