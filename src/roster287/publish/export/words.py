"""What every format says of itself: what the data is, whose it is, how to cite it."""

from __future__ import annotations

TITLE = "roster287: a record of ICE's 287(g) lists"
LICENCE_LINE = "Data: CC BY 4.0, credit “roster287”. ICE's own lists are in the public domain."
ABOUT = (
    "A permanent public record of ICE's lists of agencies with agreements under section 287(g) of the Immigration and "
    "Nationality Act.",
    "It says what the lists show, and when. “No longer on the list” is not “left the program”.",
    "Rows, agreements and agencies are three numbers. Figures of population overlap between agencies: never sum them.",
    LICENCE_LINE,
)
LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0",
           "path": "https://creativecommons.org/licenses/by/4.0/"}  # fmt: skip
SOURCES = (
    ("ICE, 287(g) participating and pending agencies", "https://www.ice.gov/identify-and-arrest/287g"),
    ("US Census Bureau: Gazetteer, ACS 2019-2023", "https://www.census.gov/"),
    ("FBI Crime Data API: agencies", "https://cde.ucr.cjis.gov/"),
    ("HIFLD: law enforcement locations, 2019", "https://hifld-geoplatform.hub.arcgis.com/"),
    ("Open Civic Data division identifiers (CC0)", "https://opencivicdata.org/"),
)
