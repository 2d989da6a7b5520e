"""Charts as SVG without script or style: see `charts.css`. Each takes its words, none reads the record."""

from roster287.publish.charts.growth import Series, growth
from roster287.publish.charts.small import counter, sparkline
from roster287.publish.charts.tables import data_table, fitting
from roster287.publish.charts.timeline import Mark, Period, timeline

__all__ = [
    "Mark",
    "Period",
    "Series",
    "counter",
    "data_table",
    "fitting",
    "growth",
    "sparkline",
    "timeline",
]
