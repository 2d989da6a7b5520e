"""The panel: who stood on which list, as unbroken runs of lists, and by day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from roster287.publish.whole import Listing
from roster287.table import Line, runs


def panel(listed: list[Listing], agreements: dict[str, Line]) -> list[Line]:
    """Each unbroken run of lists that name an agreement."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for at, listing in enumerate(listed):
        for agreement_id in listing.agreements:
            named[agreement_id].append(at)
    rows = []
    for agreement_id in sorted(named):
        about = agreements[agreement_id]
        for first, last in runs(named[agreement_id]):
            rows.append(
                {
                    "agreement_id": agreement_id,
                    "agency_id": about["agency_id"],
                    "state": about["state"],
                    "model": about["model"],
                    "first_publication": listed[first].publication_id,
                    "last_publication": listed[last].publication_id,
                    "from_date": listed[first].date,
                    "to_date": listed[last].date,
                    "gone_date": listed[last + 1].date if last + 1 < len(listed) else None,
                    "lists": last - first + 1,
                }
            )
    return rows


def panel_days(listed: list[Listing], agreements: dict[str, Line]) -> list[Line]:
    """One row per agency and day from the first list to the newest, for the list in force on that day."""
    last_of_day = {listing.date: listing for listing in listed}
    days = sorted(last_of_day)
    rows = []
    for at, first in enumerate(days):
        listing = last_of_day[first]
        models: defaultdict[str, set[str]] = defaultdict(set)
        for agreement_id in listing.agreements:
            models[agreements[agreement_id]["agency_id"]].add(agreements[agreement_id]["model"])
        held = [(agency_id, sorted(models[agency_id])) for agency_id in sorted(models)]
        day = date.fromisoformat(first)
        end = date.fromisoformat(days[at + 1]) if at + 1 < len(days) else day + timedelta(days=1)
        while day < end:
            shown = day.isoformat()
            rows += [
                {"agency_id": agency_id, "date": shown, "models": own, "publication_id": listing.publication_id}
                for agency_id, own in held
            ]
            day += timedelta(days=1)
    rows.sort(key=lambda row: (row["agency_id"], row["date"]))
    return rows
