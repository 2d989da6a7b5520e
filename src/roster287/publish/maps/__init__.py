"""Maps of the nation and of each state, as SVG without script or style; their keys, and their history."""

from roster287.publish.maps.drawing import nation_map, state_map
from roster287.publish.maps.history import Span, history
from roster287.publish.maps.legend import By, legend, legend_wide
from roster287.publish.maps.marks import COUNT_EDGES, SHARE_EDGES, CountyMark, Link, PointMark, StateMark, model_class
from roster287.publish.maps.shapes import drawable, project, size

__all__ = [
    "COUNT_EDGES",
    "SHARE_EDGES",
    "By",
    "CountyMark",
    "Link",
    "PointMark",
    "Span",
    "StateMark",
    "drawable",
    "history",
    "legend",
    "legend_wide",
    "model_class",
    "nation_map",
    "project",
    "size",
    "state_map",
]
