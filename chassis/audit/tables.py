"""The tables of the audit: the log of readings, the seals over it and over the trail, and the checks of the seals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db.base import ChassisBase, chassis_metadata
from chassis.db.models import new_id


class Reading(ChassisBase):
    """Somebody read a record's detail. ``purpose`` is empty for the ordinary reading of a page; ``note`` is what the
    reader said beside a purpose."""

    __tablename__ = "read_log"
    __table_args__ = (
        Index("ix_read_log_kind_record_id_id", "kind", "record_id", "id"),
        Index("ix_read_log_actor_id_at", "actor_id", "at"),
        Index("ix_read_log_at", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    origin: Mapped[str]
    request_id: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[UUID]
    purpose: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


unsealed = Table(
    "unsealed",
    chassis_metadata,
    Column("n", BigInteger, Identity(always=True), primary_key=True),
    Column("source", Text, nullable=False),
    Column("row_id", Uuid, nullable=False),
    comment="committed rows that wait for their seal; written by a trigger, so no statement can forget it",
)

seal = Table(
    "seal",
    chassis_metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False, comment="dense, from 1"),
    Column("at", DateTime(timezone=True), nullable=False, comment="when the run began that this seal belongs to"),
    Column("form", SmallInteger, nullable=False, comment="which columns are sealed, and how they are written down"),
    Column("source", Text, nullable=False, comment="a table; empty for a seal that only says the time"),
    Column("more", Boolean, nullable=False, comment="rows were left for the next seal of the same run"),
    Column("rows", ARRAY(Uuid), nullable=False),
    Column("hashes", LargeBinary, nullable=False, comment="SHA-256 of each row, in the order of rows"),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 of all the above"),
)

seal_check = Table(
    "seal_check",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("seals", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("unsealed", BigInteger, nullable=False),
    Column("head", Text, nullable=False, comment="position and hash of the last seal that was checked"),
    Column("flaws", ARRAY(Text), nullable=False, server_default=text("'{}'")),
)
