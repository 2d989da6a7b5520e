"""What the Internet Archive has comes into the record once, however often the run is stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.record import open as open_record
from tests.support.lists import LISTS, needs_lists
from tests.support.lives import empty_record, outputs_of
from tests.support.stores import environment
from tests.support.wayback_server import WaybackServer, archived_lists

pytestmark = needs_lists


def test_killed_ten_times_and_resumed_it_fetches_each_byte_once(tmp_path: Path) -> None:
    """The captures of 2021 to February 2025 and of some weeks after, through the command, killed at random."""
    assert LISTS is not None
    captures = [c for c in archived_lists(LISTS) if c.timestamp < "20250412"]
    chance = random.Random(287)
    with WaybackServer(captures) as server:
        env = {**os.environ, "ROSTER287_WAYBACK": server.address, "ROSTER287_PAUSE": "0"}
        command = [
            sys.executable,
            "-m",
            "roster287",
            "--home",
            str(tmp_path / "home"),
            "backfill",
            "--until",
            "2025-04-12",
        ]
        with empty_record(tmp_path / "home"):
            env |= environment(tmp_path / "home")
        for _ in range(10):
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.6, 1.6))
            process.send_signal(signal.SIGKILL)
            process.wait()
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        again = max(server.served.values())
        assert again <= 2, "bytes that were kept were fetched again"
        assert sum(count - 1 for count in server.served.values()) <= 10
        with empty_record(tmp_path / "whole"):
            env |= environment(tmp_path / "whole")
        undisturbed = [*command[:4], str(tmp_path / "whole"), *command[5:]]
        assert subprocess.run(undisturbed, env=env, capture_output=True, check=False).returncode == 0
    assert outputs_of(tmp_path / "home") == outputs_of(tmp_path / "whole")
    with open_record(tmp_path / "home") as record:
        assert record.verify().rows == ()
        (totals,) = record.count(on="2025-04-03")
        assert (totals["rows"], totals["states"]) == (444, 38)
        assert record.count(on="2021-02-01").rows[0]["rows"] > 100


def test_a_dry_run_says_how_much_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert LISTS is not None
    captures = [c for c in archived_lists(LISTS) if "20250401" < c.timestamp < "20250412"]
    with WaybackServer(captures) as server:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        assert main(["--home", str(tmp_path / "home"), "backfill", "--dry-run"]) == 0
        assert f"{len(captures):,} captures" in capsys.readouterr().out
        assert server.served.total() == 0
