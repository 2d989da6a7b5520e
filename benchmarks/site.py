"""`python -m benchmarks.site [HOME]`: what the site costs: made whole, made again, and made again after one new list.

HOME is a home with a record; without it one is filled with the shipped history. The new list is the pending list or
the participating list of the newest day, as somebody who has all the others would get it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.support.lists import LISTS

from benchmarks.__main__ import Cost, roster, run, told

NEWEST = ("pendingAgencies", "participatingAgencies")


def twice(home: Path, site: Path) -> Cost:
    """Build again where the site of before is there and nothing changed, as a server does that looks for lists."""
    run(roster(home, "site", "build", str(site)))
    return run(roster(home, "site", "build", str(site)))


def after(lists: Path, newest: Path, folder: Path) -> Cost:
    """Build with all lists but one, twice; add that one, and build again."""
    home, site, others = folder / "home", folder / "one-more", folder / "others"
    for path in (home, site, others):
        shutil.rmtree(path, ignore_errors=True)
    others.mkdir()
    for path in lists.glob("p*Agencies/*.xlsx"):
        if path != newest:
            (others / path.name).symlink_to(path)
    run(roster(home, "init", "--empty"))
    run(roster(home, "sync", "--from", str(others)))
    run(roster(home, "site", "build", str(site)))
    run(roster(home, "site", "build", str(site)))
    run(roster(home, "sync", "--from", str(newest)))
    return run(roster(home, "site", "build", str(site)))


def main() -> None:
    """Measure all three."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home, site = folder / "filled", folder / "site"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], home)
        else:
            run(roster(home, "status"))
        told("the site, made whole", run(roster(home, "site", "build", str(site))), "limit 20 s on two cores")
        told("the site again, nothing changed", twice(home, site))
        if LISTS is None:
            raise SystemExit("LEFT OUT: one new list needs the real lists.")
        for kind in NEWEST:
            newest = max(LISTS.glob(f"{kind}/*2026*.xlsx"), key=_day)
            told(f"the site after {newest.name}", after(LISTS, newest, folder), "limit 3 s")


def _day(path: Path) -> str:
    digits = path.stem.removeprefix(path.parent.name)
    return digits[4:8] + digits[:4] + digits[8:]


if __name__ == "__main__":
    main()
