"""A rule that is read as something else sends the wrong thing, or nothing, to the wrong people."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.errors import UsageError
from roster287.publish.alerts import load
from roster287.publish.alerts.rules import Apprise, Feed, Webhook

GOOD = """
base_url = "https://example.org/287g/"
timezone = "America/New_York"
digest_hour = 6
secrets = "secrets.env"

[operator]
channels = ["${OPS}"]

[[rule]]
name = "maine"
states = ["me", "New Hampshire"]
agencies = ["me-wells-police-department"]
models = ["task-force"]
kinds = ["signed", "pending"]
lang = "es"
when = "daily"
late = "skip"
channels = [
  "mailto://mail.example.org?from=a@example.org&to=b@example.org",
  { url = "${SLACK}", name = "slack", in_doubt = "again" },
  { webhook = "https://example.org/hook", secret = "${KEY}" },
  { feed = "feeds/maine.json", title = "Maine" },
]
"""
ENV = {"OPS": "ntfy://topic-of-ops", "SLACK": "slack://TokenA/TokenB/TokenC/Channel"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    secrets = tmp_path / "secrets.env"
    secrets.write_text("# ours\nKEY = 'abcdefghijklmnopqrst'\n\nOPS=overruled\n")
    secrets.chmod(0o600)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    file = folder / "alerts.toml"
    file.write_text(text)
    file.chmod(0o644)
    return file


def test_every_key_is_understood(folder: Path) -> None:
    rules = load(written(folder, GOOD), ENV)
    (rule,) = rules.rules
    assert (rules.base_url, rules.digest_hour, rules.timezone) == ("https://example.org/287g", 6, "America/New_York")
    assert (rule.states, rule.models, rule.kinds) == (("ME", "NH"), ("task_force",), ("signed", "pending"))
    assert (rule.lang, rule.when, rule.late, rule.cause) == ("es", "daily", "skip", "ice")
    mail, slack, hook, feed = rule.channels
    assert isinstance(mail, Apprise)
    assert isinstance(slack, Apprise)
    assert isinstance(hook, Webhook)
    assert isinstance(feed, Feed)
    assert (mail.name, slack.name, hook.name, feed.name) == ("apprise-1", "slack", "webhook-1", "feed-1")
    assert (mail.again_is_safe, slack.again_is_safe) == (False, True)
    assert slack.address.value == ENV["SLACK"]
    assert str(slack.address) == "${SLACK}"
    assert hook.secret.value == "abcdefghijklmnopqrst"
    assert feed.path == folder / "feeds" / "maine.json"
    (ops,) = rules.operator
    assert isinstance(ops, Apprise)
    assert ops.address.value == ENV["OPS"]


ONE = '[[rule]]\nname = "maine"\nchannels = ["${SLACK}"]\n'
WRONG = [
    ("x = [", "is not TOML", "alerts.toml"),
    (ONE + "state = ['ME']", "no such key", "rule maine, state"),
    ("colour = 1\n" + ONE, "no such key", "colour"),
    (ONE + "timezone = 'America/New_York'", "stands above the rules", "rule maine, timezone"),
    (ONE + "states = []", "leave it out", "rule maine, states"),
    (ONE + "states = 'ME'", "is a list", "rule maine, states"),
    (ONE + "states = ['Mane']", "no state", "rule maine, states"),
    (ONE + "models = ['tank']", "no model", "rule maine, models"),
    (ONE + "kinds = ['exploded']", "no kind of event", "rule maine, kinds"),
    (ONE + "agencies = ['Wells Police']", "no agency's id", "rule maine, agencies"),
    (ONE + "cause = 'both'", "is one of ice, record", "rule maine, cause"),
    (ONE + "lang = 'fr'", "is one of en, es", "rule maine, lang"),
    (ONE + "when = 'weekly'", "is one of immediate, daily", "rule maine, when"),
    (ONE + "late = true", "is a text", "rule maine, late"),
    (ONE + ONE, "two of this name", "rule maine, name"),
    ('[[rule]]\nname = "operator"\nchannels = ["${SLACK}"]\n', "name", "rule operator, name"),
    ('[[rule]]\nname = 3\nchannels = ["${SLACK}"]\n', "is a text", "rule 1, name"),
    ('[[rule]]\nchannels = ["${SLACK}"]\n', "missing", "rule 1, name"),
    ('[[rule]]\nname = "a"\n', "missing", "rule a, channels"),
    ('[[rule]]\nname = "a"\nchannels = []\n', "at least one", "rule a, channels"),
    ('[[rule]]\nname = "a"\nchannels = [3]\n', "no table", "rule a, channel 1"),
    ('[[rule]]\nname = "a"\nchannels = ["${NONE}"]\n', "NONE is not set", "rule a, channel 1, url"),
    ('[[rule]]\nname = "a"\nchannels = ["slack://a/b/c"]\n', "others can read", "rule a, channel 1, url"),
    ('[[rule]]\nname = "a"\nchannels = ["mailto://u:pw@h"]\n', "others can read", "rule a, channel 1, url"),
    ('[[rule]]\nname = "a"\nchannels = ["me"]\n', "is an address", "rule a, channel 1, url"),
    ('[[rule]]\nname = "a"\nchannels = [{ name = "x" }]\n', "one of url", "rule a, channel 1"),
    ('[[rule]]\nname = "a"\nchannels = [{ url = "${SLACK}", feed = "x.atom" }]\n', "one of url", "channel 1"),
    ('[[rule]]\nname = "a"\nchannels = [{ feed = "x.txt" }]\n', ".atom", "rule a, channel 1, feed"),
    (
        '[[rule]]\nname = "a"\nchannels = [{ feed = "x.atom" }]\n'
        '[[rule]]\nname = "b"\nchannels = [{ feed = "y/../x.atom" }]\n',
        "rule a, channel 1",
        "rule b, channel 1, feed",
    ),
    ('[[rule]]\nname = "a"\nchannels = [{ feed = "x.atom", secret = "${KEY}" }]\n', "no such key", "channel 1, secret"),
    ('[[rule]]\nname = "a"\nchannels = [{ webhook = "https://h/x" }]\n', "missing", "channel 1, secret"),
    (
        '[[rule]]\nname = "a"\nchannels = [{ webhook = "https://h/x", secret = "written-here-in-full" }]\n',
        "is not written here",
        "channel 1, secret",
    ),
    (
        '[[rule]]\nname = "a"\nchannels = [{ webhook = "https://h/x", secret = "${SHORT}" }]\n',
        "too short",
        "channel 1, secret",
    ),
    *(
        (
            f'[[rule]]\nname = "a"\nchannels = [{{ webhook = "https://{host}/x", secret = "${{KEY}}" }}]\n',
            "http(s)",
            "channel 1, webhook",
        )
        for host in ("a..b", "xn--zzzzzz99999", f"{'a' * 64}.com", ".a.b")
    ),
    (
        '[[rule]]\nname = "a"\nchannels = [{ webhook = "ftp://h/x", secret = "${KEY}" }]\n',
        "http(s)",
        "channel 1, webhook",
    ),
    (
        '[[rule]]\nname = "a"\nchannels = [{ url = "${SLACK}", name = "x" }, { url = "${SLACK}", name = "x" }]\n',
        "is taken",
        "channel 2, name",
    ),
    ('[operator]\nchannel = ["${SLACK}"]\n', "no such key", "operator, channel"),
    ('rule = "x"\n', "is a list", "rule"),
    ("digest_hour = 24\n", "from 0 to 23", "digest_hour"),
    ("digest_hour = true\n", "whole number", "digest_hour"),
    ("timezone = '../etc'\n", "no time zone", "timezone"),
    ("base_url = 'javascript:alert(1)'\n", "http(s)", "base_url"),
    ("secrets = 'none.env'\n", "cannot be read", "none.env"),
]


@pytest.mark.parametrize(("text", "why", "where"), WRONG, ids=[f"{where}: {why}" for _, why, where in WRONG])
def test_what_is_not_understood_is_refused_with_rule_and_key(folder: Path, text: str, why: str, where: str) -> None:
    env = {**ENV, "KEY": "k" * 32, "SHORT": "short"}
    with pytest.raises(UsageError) as caught:
        load(written(folder, text), env)
    told = f"{caught.value.message} {caught.value.hint}"
    assert why in told
    assert where in told
    assert "TokenA" not in told


def test_a_secrets_file_that_others_can_read_is_refused(folder: Path) -> None:
    (folder / "secrets.env").chmod(0o640)
    with pytest.raises(UsageError, match="Others can read"):
        load(written(folder, GOOD), ENV)


def test_an_address_may_stand_in_rules_that_only_their_owner_can_read(folder: Path) -> None:
    file = written(folder, '[[rule]]\nname = "a"\nchannels = ["slack://TokenA/TokenB/TokenC"]\n')
    file.chmod(0o600)
    (rule,) = load(file, {}).rules
    assert "TokenA" not in repr(rule)


def test_no_rules_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no alert rules"):
        load(tmp_path / "alerts.toml")


def test_a_secrets_file_with_a_bad_line_is_refused_without_showing_it(folder: Path) -> None:
    (folder / "secrets.env").write_text("KEY abc-secret\n")
    with pytest.raises(UsageError, match="Line 1") as caught:
        load(written(folder, GOOD), ENV)
    assert "abc-secret" not in str(caught.value)
