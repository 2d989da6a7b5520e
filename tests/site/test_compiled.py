"""Compiled templates that outlive what they were compiled of would put another page before readers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from roster287.publish.site.compiled import Compiled


def _said(folder: Path, lang: str = "en", made_by: bytes = b"") -> str:
    kept = Compiled(folder, lang, made_by)
    return Environment(loader=FileSystemLoader(folder), bytecode_cache=kept, autoescape=True).get_template("a").render()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a").write_text("one")
    assert _said(tmp_path) == "one"
    return tmp_path


def _kept(folder: Path) -> Path:
    (path,) = (folder / "__pycache__").iterdir()
    return path


def test_a_template_is_compiled_once(folder: Path) -> None:
    before = _kept(folder).stat().st_mtime_ns
    assert _said(folder) == "one"
    assert _kept(folder).stat().st_mtime_ns == before


def test_a_changed_template_is_compiled_again(folder: Path) -> None:
    (folder / "a").write_text("two")
    assert _said(folder) == "two"
    assert _said(folder) == "two"


def test_a_changed_compiler_compiles_again(folder: Path) -> None:
    before = _kept(folder).read_bytes()
    assert _said(folder, made_by=b"another") == "one"
    assert _kept(folder).read_bytes() != before


def test_each_language_has_its_own(folder: Path) -> None:
    _said(folder, "es")
    assert len(list((folder / "__pycache__").iterdir())) == 2


@pytest.mark.parametrize("left", [0, 8, 14, 60])
def test_a_file_cut_short_is_made_again(folder: Path, left: int) -> None:
    whole = _kept(folder).read_bytes()
    _kept(folder).write_bytes(whole[:left])
    assert _said(folder) == "one"
    assert _kept(folder).read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "a").write_text("one")
    assert _said(tmp_path) == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_cannot_be_written_hinders_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a").write_text("one")
    (tmp_path / "__pycache__").write_text("a file stands here")
    assert _said(tmp_path) == "one"
