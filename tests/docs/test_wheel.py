"""A wheel that lacks a file, or asks the network for one, fails the person who installs it and nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MEGABYTES = 15


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the built wheel; what it depends on is found beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    skipped = shutil.ignore_patterns(".venv", ".git", "build", "dist", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, source, ignore=skipped)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    assert wheel.stat().st_size <= MEGABYTES * 1_000_000
    venv.create(folder / "env", with_pip=False)
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "env"), "platbase": str(folder / "env")}))
    shutil.unpack_archive(wheel, own, "zip")
    (own / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that what is installed makes."""
    return tmp_path_factory.mktemp("wheel") / "home"


def _run(installed: Path, home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    code = "import sys, roster287.cli.main as m; print(m.__file__, file=sys.stderr); sys.exit(m.main(sys.argv[1:]))"
    alone = ["unshare", "-n"] if os.getuid() == 0 and shutil.which("unshare") else []
    return subprocess.run(
        [*alone, str(installed / "bin" / "python"), "-I", "-c", code, "--home", str(home), *command],
        capture_output=True, text=True,
    )  # fmt: skip


def test_the_wheel_answers_without_a_network(installed: Path, home: Path) -> None:
    done = _run(installed, home, "brief", "ME", "--on", "2025-04-04")
    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stderr.splitlines()[0]
    assert "Wells Police Department" in done.stdout
    assert "38 states" in done.stdout


def test_the_wheel_holds_what_the_site_is_made_of(installed: Path, home: Path) -> None:
    code = (
        "import roster287, sys; from roster287.publish.site import Site; from roster287.publish.whole import read\n"
        "with roster287.open(sys.argv[1]) as record, record.reading() as connection: site = Site(read(connection))\n"
        "for path in ('/', '/es/states/me/', '/static/site.css', '/es/methodology/', '/static/js/seek.js'):\n"
        "    answer = site.answer(path); assert answer and answer.body, path\n"
        "assert 'Metodología' in site.answer('/es/methodology/').body.decode()"
    )
    command = [str(installed / "bin" / "python"), "-I", "-c", code, str(home)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
