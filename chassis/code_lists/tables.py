"""The table of the entries of all code lists of a service."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.db.base import chassis_metadata
from chassis.db.models import TYPES, Tracked, Versioned


class CodeListBase(DeclarativeBase):
    """The base of this table; it stands among the chassis' own in every service's database."""

    metadata = chassis_metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class ListEntry(Tracked, Versioned, CodeListBase):
    """An entry of the list ``kind``.

    ``path``: the codes from the root down to its own, each followed by a slash, so that all below an entry begin like
    it. ``standard``: it came with the list's standard, and its name is not ours to change. One that is not ``active``
    is offered no more; what refers to it stays. ``full_name``: with the names above it, as it is read by itself.
    ``aliases``: what people call it; ``known_as``: all names by which it is found (finding.names_of).
    """

    __tablename__ = "list_entry"
    __untracked__ = frozenset({"known_as"})
    __table_args__ = (
        Index("uq_list_entry_kind_code", "kind", "code", unique=True),
        Index("ix_list_entry_kind_parent_code_position_code", "kind", "parent_code", "position", "code"),
        Index("ix_list_entry_known_as", "known_as", postgresql_using="gin"),
    )

    kind: Mapped[str]
    code: Mapped[str]
    parent_code: Mapped[str] = mapped_column(default="", server_default="")
    path: Mapped[str]
    name: Mapped[str]
    full_name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    known_as: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    standard: Mapped[bool] = mapped_column(default=False, server_default="false")
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
