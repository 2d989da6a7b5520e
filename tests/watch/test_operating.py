"""A stranger who follows docs/operating.md gets a watched, alerting installation: every command of it is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from roster287.record import Record
from roster287.vocabulary.states import STATES
from tests.alerts.conftest import SECRET
from tests.alerts.receivers import Hook, MailServer
from tests.alerts.receivers import mail as mail
from tests.alerts.receivers import receiver as receiver
from tests.support.ice_server import IceServer
from tests.support.lives import list_file
from tests.support.wayback_server import FOLDER, Archived, WaybackServer
from tests.support.workbooks import row

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(console|sh)\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [line[2:] for kind, block in BLOCKS if kind == "console" for line in block.splitlines()]
SYSTEM = [line[2:] for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
MIRROR = "https://mirror.example.org/287g"


class Machine:
    """A computer on which the page is followed in one shell, and the servers it talks to."""

    def __init__(self, folder: Path, environment: dict[str, str], ice: IceServer) -> None:
        self.home = folder / "me"
        self.home.mkdir()
        commands = folder / "bin"
        commands.mkdir()
        (commands / "roster287").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m roster287 "$@"\n')
        (commands / "roster287").chmod(0o755)
        self.ice = ice
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("ROSTER287_")},
            **environment,
            "HOME": str(self.home),
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, command: str) -> str:
        """Run one line as a shell does, and keep what it exported; it must succeed."""
        after = self.home.parent / "environment"
        line = f'{command.replace(MIRROR, self.ice.page_url)}\ncode=$?; env -0 > "$0"; exit $code'
        done = subprocess.run(
            ["sh", "-c", line, str(after)],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        self.environment = dict(pair.split("=", 1) for pair in after.read_text().split("\0") if "=" in pair)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of an S3 service that has the bucket of the page."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "something",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="public-record")
    client.close()
    yield environment
    running.stop()


@pytest.fixture
def newest(shipped: Record) -> list[dict[str, Any]]:
    """The rows of the newest list of the shipped history, as a list to come can print them."""
    day = shipped.status().rows[0]["participating_date"]
    return [
        row(
            STATES[one["state"]].name.upper(), one["agency"], type=one["type"] or "County", county=one["county"],
            model=one["model"].replace("_", " ").title(), signed=one["signed"], moa_url=one["moa_url"] or (),
        )
        for one in shipped.on(day)
    ]  # fmt: skip


def blocks(language: str) -> str:
    (text,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(text)


def test_each_command_of_the_page_works_in_its_order(
    newest: list[dict[str, Any]], tmp_path: Path, mail: MailServer, receiver: Hook, bucket: dict[str, str]
) -> None:
    first = list_file(tmp_path, "2026-03-02", newest)
    second = list_file(
        tmp_path, "2026-03-03", [*newest, row("MAINE", "Nowhere Police Department", signed="2026-03-02")]
    )
    missed = list_file(tmp_path, "2026-02-28", newest)
    archived = [Archived("20260228120000", FOLDER + missed.name, missed.read_bytes())]
    addresses = f"MAIL = {mail.url}\nHOOK = {receiver.url}\nHOOK_KEY = {SECRET}\n"
    with IceServer() as ice, WaybackServer(archived) as archive:
        servers = {"ROSTER287_ICE_PAGE": ice.page_url, "ROSTER287_WAYBACK": archive.address, "ROSTER287_PAUSE": "0"}
        machine = Machine(tmp_path, servers | bucket, ice)
        ice.publish("participating", first.read_bytes(), f"/doclib/{first.name}")
        said = {}
        for command in COMMANDS:
            if command == "roster287 watch --once":
                ice.publish("participating", second.read_bytes(), f"/doclib/{second.name}")
            said[command] = machine.run(command)
            if command == "roster287 init":
                home = machine.home / "roster287"
                (home / "alerts.toml").write_text(blocks("toml"))
                (home / "alerts.secrets").write_text(addresses)
        assert [got["subject"] for got in mail.mails] == [
            "roster287: a test", "roster287: a test", "Maine: Nowhere Police Department: on ICE's list",
        ]  # fmt: skip
        assert len(receiver.got) == 2
        assert re.search(r"^Last good look +20\d\d-", said["roster287 status"], re.MULTILINE)
        assert archive.served.total() == 1
        assert (machine.home / "captures.warc.gz").stat().st_size > 1000
        assert not (machine.home / "in-s3" / "archive" / "objects").exists()
        stale = {**machine.environment, "ROSTER287_NOW": "2040-01-01T00:00:00Z"}
        monitor = [sys.executable, "-m", "roster287", "status", "--max-age", "4h"]
        done = subprocess.run(monitor, env=stale, capture_output=True, text=True, check=False)
        assert (done.returncode, "days ago" in done.stderr) == (3, True)


def test_the_keys_of_the_secrets_are_those_that_the_rules_name() -> None:
    assert set(re.findall(r"^(\w+) =", blocks("ini"), re.MULTILINE)) == set(re.findall(r"\$\{(\w+)\}", blocks("toml")))


def test_what_needs_root_names_files_extras_and_commands_that_exist() -> None:
    text = "\n".join(SYSTEM)
    assert {path for path in re.findall(r"deploy/\S+", text) if not (ROOT / path).is_file()} == set()
    named = set(re.findall(r"[\w-]*roster287[\w-]*\.(?:timer|service|cron)|Containerfile|compose.yaml", TEXT))
    assert named == {path.name for path in (ROOT / "deploy").iterdir()}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert {one for found in re.findall(r"\.\[([\w,]+)\]", TEXT) for one in found.split(",")} <= set(extras)
    run = set(re.findall(r"roster287 (init|status|sync|watch|verify)\b", text))
    assert run == {"init", "status"}
    assert shutil.which("sh")


def test_the_codes_of_the_page_are_those_of_the_program() -> None:
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for code in re.findall(r"^\| (\d) \|", TEXT, re.MULTILINE):
        assert f"| {code} |" in commands
    assert json.dumps(COMMANDS).count("roster287 ") > 15
