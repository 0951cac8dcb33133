"""What is declared holds: fixed sets are enums, every order of a list has its index, every operation its words."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Index, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.db import TYPES, Listing
from contracts.services import SERVICES
from ops.clients.documents import read_documents

FIXED = {"status", "kind", "tier", "desk", "channel", "result", "answer"}
"""What columns of a fixed set of values are called."""


def plain_columns_of_fixed_sets(metadata: MetaData) -> list[str]:
    """The columns that hold one of a few words and take any."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.name in FIXED and type(column.type) is Text
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_a_column_of_a_fixed_set_is_an_enum(service: str) -> None:
    models = importlib.import_module(f"services.{service}.store.models")
    assert plain_columns_of_fixed_sets(models.Base.metadata) == []


def test_a_column_of_a_fixed_set_that_takes_any_text_is_noticed() -> None:
    class Odd(DeclarativeBase):
        type_annotation_map = TYPES

    class Thing(Odd):
        __tablename__ = "thing"

        id: Mapped[int] = mapped_column(primary_key=True)
        status: Mapped[str]

    assert plain_columns_of_fixed_sets(Odd.metadata) == ["thing.status"]


def listings() -> Iterator[tuple[str, Listing[Any]]]:
    """Every listing that a service declares, with its place."""
    for service in SERVICES:
        package = importlib.import_module(f"services.{service}")
        for found in pkgutil.walk_packages(package.__path__, f"services.{service}."):
            if "migrations" in found.name:
                continue
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, Listing) and not name.startswith("__"):
                    yield f"{found.name}.{name}", value


def orders_without_an_index(listing: Listing[Any]) -> list[str]:
    """The orders of a list that no index runs in, with the filter of a partial one counted as an index."""
    return [
        name for name, columns in listing.sorts.items() if not _has_index([column.key for column in columns], columns)
    ]


def _has_index(names: list[str], columns: Any) -> bool:
    table: Table = columns[0].class_.__table__
    keys = [[column.name for column in table.primary_key.columns]]
    keys += [[getattr(column, "name", "") for column in index.expressions] for index in table.indexes]
    keys += [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return any(key[: len(names)] == names or (len(key) < len(names) and key == names[: len(key)]) for key in keys)


def test_every_order_of_every_list_has_an_index() -> None:
    found = dict(listings())
    assert len(found) > 3
    assert {place: lacking for place, listing in found.items() if (lacking := orders_without_an_index(listing))} == {}


def test_an_order_without_an_index_is_noticed() -> None:
    class Odd(DeclarativeBase):
        type_annotation_map = TYPES

    class Thing(Odd):
        __tablename__ = "thing"
        __table_args__ = (Index("ix_thing_size_id", "size", "id"),)

        id: Mapped[int] = mapped_column(primary_key=True)
        size: Mapped[int]
        name: Mapped[str]

    things: Listing[Thing] = Listing({"size": (Thing.size, Thing.id), "name": (Thing.name, Thing.id)}, default="size")
    assert orders_without_an_index(things) == ["name"]


@cache
def documents() -> dict[str, Any]:
    """The OpenAPI document of each service."""
    return dict(read_documents())


def operations(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation of a document, with its place."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                yield f"{method.upper()} {path}", operation


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_a_name_a_summary_and_a_description(service: str) -> None:
    lacking = [
        (place, word)
        for place, operation in operations(documents()[service])
        for word in ("operationId", "summary", "description")
        if not operation.get(word)
    ]
    assert lacking == []
