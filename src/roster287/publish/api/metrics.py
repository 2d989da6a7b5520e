"""Counts of requests and their times, and how fresh the record is, as Prometheus text. Per process."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
TIMES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The figures of one process. A route is the address as declared, never the one that was asked for."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "roster287_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._times = Histogram(
            "roster287_request_seconds", "Time to the end of an answer.", ("route",), buckets=TIMES,
            registry=self._registry,
        )  # fmt: skip
        self._list = Gauge(
            "roster287_newest_list_timestamp_seconds", "The day of the newest list.", ("kind",),
            registry=self._registry,
        )  # fmt: skip
        self._looked = Gauge(
            "roster287_last_looked_timestamp_seconds", "When ICE's page was last looked at.", registry=self._registry
        )
        self._events = Gauge("roster287_events", "Events in the record.", registry=self._registry)

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(route, str(status)).inc()
        self._times.labels(route).observe(seconds)

    def record(self, lists: dict[str, str | None], looked: str | None, events: int) -> None:
        """Say how fresh the record is: the day of the newest list of each kind, and when ICE was last looked at."""
        for kind, day in lists.items():
            self._list.labels(kind).set(_seconds(f"{day}T00:00:00+00:00") if day else 0)
        self._looked.set(_seconds(looked) if looked else 0)
        self._events.set(events)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)


def _seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()
