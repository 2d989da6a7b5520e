"""How a message reads: the change first, then a link and the evidence. Text from lists and files is made inert.

A message goes to mail programs and chat services that make links of addresses, and markup of signs. Nothing that
ICE's lists print may become a header, a link, a mention or markup there, so the few signs that could are written in
their full width or with a space. What is printed, to the letter, is in the record, and in a webhook's JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from roster287.table import Line
from roster287.vocabulary.kinds import WHAT
from roster287.vocabulary.messages import Speaker, speaker

SUBJECT_LENGTH = 150
_WIDE = {ord(c): ord(c) + 0xFEE0 for c in "<>[]`*~|\\#@&"}
_EDGE = re.compile(r"(?<!\w)_+|_+(?!\w)")
_SCHEME = re.compile(r":(?=//|\\)|(?i:\b(javascript|data|mailto|tel|file)):")
_DOMAIN = re.compile(r"(?<=\w)[.。．｡](?=[^\W\d_]{2})")
_FILE_NAME = re.compile(r"[\w ()\-]{1,150}\.(?:xlsx|xls|csv|html?|json)")


def inert(text: str, most: int = 1000) -> str:
    """One line of text that no mail program or chat service obeys: no controls, markup, mentions or links."""
    seen = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else c for c in text)
    plain = " ".join(seen.split())
    plain = _SCHEME.sub(lambda found: f"{found[0][:-1]}: " if found[0] != ":" else ": ", plain)
    plain = _DOMAIN.sub(". ", plain).translate(_WIDE)
    plain = _EDGE.sub(lambda found: "＿" * len(found[0]), plain)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def file_name(text: str) -> str:
    """A file's name: as it is when it is an ordinary one, inert otherwise."""
    return text if _FILE_NAME.fullmatch(text) else inert(text, 200)


@dataclass(frozen=True, slots=True)
class Words:
    """What a message needs to be put in words: the language and where the site is."""

    lang: str = "en"
    base_url: str = ""

    @property
    def say(self) -> Speaker:
        """The speaker of the language."""
        return speaker(self.lang)

    def link(self, path: str) -> str:
        """The address of a page of the site, or nothing when no site is known."""
        prefix = "/es" if self.lang == "es" else ""
        return f"{self.base_url}{prefix}{path}" if self.base_url else ""

    def agency_link(self, event: Line) -> str:
        """The address of the agency's page."""
        return self.link(f"/agencies/{quote(event['agency_id'], safe='-')}/")

    def subject(self, events: Sequence[Line]) -> str:
        """The change in one line; for several, how many there are of which kind, and where."""
        say = self.say
        states = list(dict.fromkeys(e["state"] for e in events))
        where = say.state(states[0]) if len(states) == 1 else ""
        if len(events) == 1:
            (event,) = events
            text = f"{where}: {inert(event['agency'], 90)}: {say(WHAT[event['kind']])}"
        else:
            ours = all(e["cause"] == "record" for e in events)
            head = say("{n} changes in our record") if ours else say("{n} changes on ICE's lists")
            text = head.format(n=say.number(len(events)))
            text = f"{where}: {text}" if where else f"{text} ({self._states(events)})"
        return text if len(text) <= SUBJECT_LENGTH else text[: SUBJECT_LENGTH - 1] + "…"

    @staticmethod
    def _states(events: Sequence[Line]) -> str:
        counts = Counter(e["state"] for e in events).most_common()
        named = ", ".join(f"{state} {n}" for state, n in sorted(counts, key=lambda c: (-c[1], c[0]))[:5])
        return named + (", …" if len(counts) > 5 else "")

    def text(self, events: Sequence[Line], late: Sequence[str] = (), rule: str = "", most: int = 30_000) -> str:
        """The whole message in at most that many characters; what does not fit is counted, with a link to all."""
        tail = self._tail(rule)
        blocks = self._blocks(events, frozenset(late))
        summary = [self._summary(events)] if len(events) > 1 else []
        kept: list[str] = []
        room = most - len(tail) - sum(len(block) + 2 for block in summary) - 140
        for number, (_, block) in enumerate(blocks):
            if sum(len(b) + 2 for b in kept) + len(block) > room:
                more = sum(1 for is_event, _ in blocks[number:] if is_event)
                rest = self.say("… and {n} more").format(n=self.say.number(more))
                kept.append(f"{rest}: {link}" if (link := self.link("/changes/")) else f"{rest}.")
                break
            kept.append(block)
        return "\n\n".join([*summary, *kept, tail]).strip()[:most] + "\n"

    def _blocks(self, events: Sequence[Line], late: frozenset[str]) -> list[tuple[bool, str]]:
        say = self.say
        now = [e for e in events if e["event_id"] not in late]
        groups = (
            ("", [e for e in now if e["cause"] == "ice"]),
            (say("Our record changed, not ICE's list:"), [e for e in now if e["cause"] != "ice"]),
            (
                say(
                    "Found later, on lists that reached this record after newer ones, or as it came to be read better:"
                ),
                [e for e in events if e["event_id"] in late],
            ),
        )
        out: list[tuple[bool, str]] = []
        for head, members in groups:
            if head and members:
                out.append((False, head))
            out += [(True, self.one(event)) for event in members]
        return out

    def one(self, event: Line) -> str:
        """One change: its sentence, its link, its evidence."""
        lines = [inert(event["sentence"], 2000)]
        if link := self.agency_link(event):
            lines.append(link)
        lines += self.evidence(event)
        return "\n".join(lines)

    def evidence(self, event: Line) -> list[str]:
        """Where a change can be checked: list, file, sheet row, hash."""
        say, lines = self.say, []
        for item in event["evidence"][:4]:
            row = f", {say('row')} {item['sheet_row']}" if item["sheet_row"] is not None else ""
            name = file_name(item["file_name"])
            lines.append(f"{say('Evidence')}: {name} ({item['publication_id']}){row}, SHA-256 {item['sha256']}")
        return lines

    def _summary(self, events: Sequence[Line]) -> str:
        kinds = Counter(e["kind"] for e in events).most_common()
        return ", ".join(f"{self.say.number(n)} × {self.say(WHAT[kind])}" for kind, n in kinds) + "."

    def _tail(self, rule: str) -> str:
        return "-- \n" + self.say("roster287, alert rule “{rule}”").format(rule=inert(rule, 80)) if rule else ""
