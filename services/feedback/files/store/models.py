"""The tables of case files: the file, its rows while they wait, and how many need no check."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.approval import Decided
from chassis.db import Tracked, Versioned
from contracts.feedback import CaseFileStatus
from services.feedback.store.base import Base


class CaseFile(Decided, Tracked, Versioned, Base):
    """A file of cases that waits for somebody else's check, or was decided on.

    ``source``: whose file it is; ``reach``: how far its author files cases. ``created``, ``unchanged``, ``rejected``
    count its rows: until it is approved ``created`` says how many would be new.
    """

    __beside__ = frozenset({"total", "created", "unchanged", "rejected"})

    __tablename__ = "case_import"
    __table_args__ = (
        Index("ix_case_import_author_id_id", "author_id", "id"),
        Index("ix_case_import_status_id", "status", "id"),
    )

    status: Mapped[CaseFileStatus]
    filename: Mapped[str]
    source: Mapped[str]
    reach: Mapped[str]
    total: Mapped[int]
    created: Mapped[int]
    unchanged: Mapped[int]
    rejected: Mapped[int]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class CaseFileRow(Base):
    """A row of a file: a workbench until the file is decided on. ``case``: the case that it says; ``code``, ``column``
    and ``value``: what is wrong with it. A row with a flaw stays, to be given out."""

    __tablename__ = "case_import_row"
    __table_args__ = {"info": {"technical": True}}

    file_id: Mapped[UUID] = mapped_column(ForeignKey("case_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case: Mapped[dict[str, Any]]
    code: Mapped[str] = mapped_column(default="", server_default="")
    column: Mapped[str] = mapped_column(default="", server_default="")
    value: Mapped[str] = mapped_column(default="", server_default="")


class CaseFilePolicy(Tracked, Versioned, Base):
    """How many cases of a file are filed without anybody's check; there is one such policy."""

    __tablename__ = "case_import_policy"

    rows_unasked: Mapped[int]
