"""Every order in which a list can be asked for has an index: its columns are the last ones of one."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

import services
from chassis.db import Listing


def listings() -> dict[str, Listing[object]]:
    """Every list that can be sorted, by the module and the name that it has."""
    found = {}
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if ".store" in module.name:
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Listing):
                    found[f"{module.name}.{name}"] = value
    return found


def indexed(table: Table) -> list[tuple[str, ...]]:
    """The columns of each index and unique constraint of a table, in their order."""
    kept = [each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)]
    return [tuple(column.name for column in each.columns) for each in (*kept, *_plain(table))]


def _plain(table: Table) -> list[Index]:
    return [index for index in table.indexes if index.dialect_options["postgresql"]["where"] is None]


@pytest.mark.parametrize("listing", listings())
def test_every_order_of_a_list_has_an_index(listing: str) -> None:
    for name, columns in listings()[listing].sorts.items():
        wanted = tuple(column.key for column in columns)
        assert any(each[-len(wanted) :] == wanted for each in indexed(columns[0].class_.__table__)), name
