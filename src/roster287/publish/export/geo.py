"""Maps: GeoJSON and GeoParquet of agencies and of counties, as points (WGS 84).

The boundaries in the package are drawings and no geography, so a county is its internal point, with counts as
properties; join `county_fips` to any boundary file. Agencies without a point are left out of GeoJSON's geometry
(`null`) and of nothing else.
"""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roster287.places.reference import shipped
from roster287.publish.export.dataset import Data, Dataset, plain
from roster287.publish.export.flat import PARQUET, engine, parquet
from roster287.table import Line

COUNTY: Mapping[str, str] = {
    "county_fips": "VARCHAR", "county": "VARCHAR", "state": "VARCHAR", "lat": "DOUBLE", "lon": "DOUBLE",
    "population": "BIGINT", "agencies_ever": "BIGINT", "agencies": "BIGINT", "agreements": "BIGINT",
    "agencies_pending": "BIGINT",
}  # fmt: skip
"""What a county point says: agencies with power or seat there that were ever listed, are on the newest list, wait; one
that is listed may wait for another model."""


def write_geojson(dataset: Dataset, folder: Path) -> None:
    """`agencies.geojson` and `counties.geojson`."""
    agencies = dataset.tables["agencies"]
    _collection(folder / "agencies.geojson", _flat(agencies))
    _collection(folder / "counties.geojson", counties(dataset))


def write_geoparquet(dataset: Dataset, folder: Path) -> None:
    """The same as GeoParquet 1.1, rows without a point included."""
    agencies = dataset.tables["agencies"]
    columns = {c: "VARCHAR" if PARQUET[k].endswith("[]") else PARQUET[k] for c, k in zip(
        agencies.entry.columns, agencies.types, strict=True)}  # fmt: skip
    connection = engine()
    try:
        for name, rows, kinds in (
            ("agencies", _flat(agencies), columns),
            ("counties", counties(dataset), COUNTY),
        ):
            lines = [{**row, "geometry": _wkb(row)} for row in rows]
            about = {"geo": _metadata(rows)}
            typed = {**kinds, "geometry": "VARCHAR"}
            parquet(connection, lines, typed, folder / f"{name}.parquet", binary="geometry", about=about)
    finally:
        connection.close()


def counties(dataset: Dataset) -> list[Line]:
    """Every county of the United States and its equivalents, with counts; those without agencies have zeros."""
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    home: dict[str, str] = {}
    for agency in dataset.tables["agencies"].lines():
        fips = agency["county_fips"]
        if fips:
            home[agency["agency_id"]] = fips
            found[fips]["agencies_ever"] += 1
            found[fips]["agencies"] += agency["status"] == "active"
    for agreement in dataset.tables["agreements"].lines():
        if agreement["status"] == "active" and agreement["agency_id"] in home:
            found[home[agreement["agency_id"]]]["agreements"] += 1
    applications = dataset.tables["applications"].lines()
    for agency_id in {a["agency_id"] for a in applications if a["outcome"] == "pending"} & home.keys():
        found[home[agency_id]]["agencies_pending"] += 1
    reference = shipped()
    rows = []
    for state in sorted(reference.states):
        for county in reference.counties_of(state):
            if county.legacy and county.fips not in found:
                continue
            lat, lon = county.point or (None, None)
            rows.append(
                {
                    "county_fips": county.fips,
                    "county": county.name,
                    "state": state,
                    "lat": lat,
                    "lon": lon,
                    "population": county.population,
                    **{key: found[county.fips][key] for key in list(COUNTY)[6:]},
                }
            )
    return sorted(rows, key=lambda row: row["county_fips"])


def _flat(data: Data) -> list[Line]:
    return [
        {c: plain(value, kind) for c, value, kind in zip(data.entry.columns, row, data.types, strict=True)}
        for row in data.rows
    ]


def _collection(path: Path, rows: list[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        file.write(",\n".join(json.dumps(_feature(row), ensure_ascii=False) for row in rows))
        file.write("\n]}\n")


def _feature(row: Line) -> Line:
    point = None if row["lat"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": {k: v for k, v in row.items() if k not in ("lat", "lon")},
    }


def _wkb(row: Line) -> str | None:
    if row["lat"] is None:
        return None
    return struct.pack("<BIdd", 1, 1, row["lon"], row["lat"]).hex()


def _metadata(rows: list[Line]) -> str:
    points = [(row["lon"], row["lat"]) for row in rows if row["lat"] is not None]
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if points:
        lons, lats = zip(*points, strict=True)
        column["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    about = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return json.dumps(about, sort_keys=True)
