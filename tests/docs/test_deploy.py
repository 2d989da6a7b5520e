"""A deployment file that names an option or a variable that is not there fails on somebody's server at night."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from roster287.cli.main import program

ROOT = Path(__file__).parent.parent.parent
COMPOSE = ROOT / "deploy" / "compose.yaml"
WHOLE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = WHOLE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "roster287"}
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
COMMANDS = typer.main.get_command(program([])).commands  # type: ignore[attr-defined]


def commands() -> list[list[str]]:
    """Every command line of ours in the file: what services run, and how they are asked whether they are well."""
    found = [[str(word) for word in service["command"]] for service in OURS.values()]
    found += [service["healthcheck"]["test"][2:] for service in OURS.values() if "healthcheck" in service]
    return found


def pins(name: str) -> dict[str, str]:
    """The version of each package that a file of requirements holds."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+) \\$", text, re.MULTILINE))


def test_the_image_is_made_of_what_the_tests_ran_with() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name: found for name, found in asked["optional-dependencies"].items() if name not in ("test", "lint")}
    named = [re.match(r"[\w-]+", one) for one in (*asked["dependencies"], *chain.from_iterable(extras.values()))]
    held = pins("image")
    assert {found[0] for found in named if found} <= held.keys()
    assert held.items() <= pins("dev").items()
    assert pins("base").items() <= held.items()
    assert "--require-hashes -r requirements/image.txt" in (ROOT / "deploy" / "Containerfile").read_text()


@pytest.mark.parametrize("name", ["base", "dev", "image"])
def test_what_is_installed_is_held_by_hashes_and_names_no_address(name: str) -> None:
    whole = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in whole if line and not line.startswith("#")]
    held = re.compile(r"[\w.-]+(\[[\w,]+\])?==\S+ \\|    --hash=sha256:\w{64}( \\)?")
    assert [line for line in lines if not held.fullmatch(line)] == []
    assert len(pins(name)) == sum("==" in line for line in lines)


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words))
def test_each_command_and_option_exists(words: list[str]) -> None:
    command = COMMANDS[words[0]]
    with command.make_context(words[0], list(words[1:])) as context:
        assert not context.args


def test_each_variable_of_ours_is_read_by_the_program() -> None:
    names = {name for service in OURS.values() for name in service["environment"] if name.startswith("ROSTER287_")}
    assert len(names) >= 3
    assert [name for name in sorted(names) if f'"{name}"' not in CODE] == []


def test_the_driver_of_the_database_is_in_the_image() -> None:
    from sqlalchemy.engine import make_url

    url = make_url(OURS["watch"]["environment"]["ROSTER287_DATABASE"])
    assert url.drivername == "postgresql+psycopg"
    assert url.password is None
    assert url.host in SERVICES
    served = SERVICES[str(url.host)]["environment"]
    assert (served["POSTGRES_USER"], served["POSTGRES_DB"]) == (url.username, url.database)
    assert {"psycopg", "psycopg-binary"} <= pins("image").keys()


def test_the_lists_are_kept_where_a_service_is() -> None:
    given = OURS["watch"]["environment"]
    assert given["ROSTER287_ARCHIVE"].startswith("s3://roster287/")
    assert given["AWS_ENDPOINT_URL"].split("//")[1].split(":")[0] in SERVICES
    keys = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    assert {key: given[key] for key in keys} == SERVICES["objects"]["environment"] == SERVICES["bucket"]["environment"]
    assert "s3fs" in pins("image")


def test_no_secret_stands_in_the_file() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    secrets = re.findall(r"^ *(?:- )?(\w*(?:PASSWORD|SECRET)\w*): *(.+)$", text, re.MULTILINE)
    assert len(secrets) >= 4
    assert [name for name, value in secrets if not re.fullmatch(r"\$\{\w+:\?[^}]+\}", value)] == []


def test_services_volumes_and_files_that_are_named_are_there() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", ())) <= SERVICES.keys(), name
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in WHOLE["volumes"], name
        if "build" in service:
            build = service["build"]
            assert ((ROOT / "deploy" / build["context"]) / build["dockerfile"]).resolve().is_file()


def test_only_the_watch_may_write_to_the_home() -> None:
    writers = [
        name for name, service in SERVICES.items()
        if any(volume.startswith("home:") and not volume.endswith(":ro") for volume in service.get("volumes", ()))
    ]  # fmt: skip
    assert writers == ["watch"]


def test_nothing_is_open_to_the_world() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []
