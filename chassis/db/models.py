"""Conventions every table follows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import BigInteger, DateTime, Dialect, MetaData, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from chassis.errors import Stale

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A UUID of version 7: unique everywhere, and later ones sort after earlier ones."""
    return uuid_utils.compat.uuid7()


class Coded(TypeDecorator[Any]):
    """A value of a StrEnum, kept as its text. What is no value of it is refused before it is written."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    @property
    def python_type(self) -> type[StrEnum]:
        return self.kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Raises ValueError for a value that the enum does not have."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """A pattern or a part of the text is compared as text; a whole value as one of the enum."""
        return self if op in _WHOLE else Text()


_WHOLE = frozenset({operators.eq, operators.ne, operators.in_op, operators.not_in_op})


def coded(*kinds: type[StrEnum]) -> dict[Any, Any]:
    """Enums and what a column of each is, to be added to ``TYPES`` in a service's own base."""
    return {kind: Coded(kind) for kind in kinds}


TYPES: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    Decimal: Numeric(18, 2),
    str: Text,
    int: BigInteger,
    dict[str, Any]: JSONB,
    list[str]: JSONB,
}
"""What a Python type of a mapped column is in PostgreSQL; each service's own base takes it over."""


def naming_metadata() -> MetaData:
    """Metadata with the one naming convention; a constraint's name is a contract with the error codes."""
    return MetaData(naming_convention=NAMING)


class Versioned:
    """A record with a version that grows by one with every change; a write on an older one is refused.

    Times are set by the unit of work's clock (chassis.db.trail), never by hand.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Tracked:
    """A record whose every change is written to the ``change`` table in the same transaction (chassis.db.trail).

    ``__untracked__``: columns that only repeat others (what a record is found by), and leave no trace.
    """

    __untracked__: ClassVar[frozenset[str]] = frozenset()


def expect_version(record: Any, version: int | None) -> None:
    """Refuse a change made on an older version than the record has. None = the caller did not read it before.
    Raises Stale."""
    if version is not None and record.version != version:
        raise Stale(version=record.version)
