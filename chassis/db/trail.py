"""The trail: every change of a tracked record, written in the transaction of the change.

A listener on the session looks at what is about to be written, so no use case can forget it. Statements that bypass
the session (bulk imports) call ``record_created`` themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Uuid, bindparam, event, inspect, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.db.base import ChassisBase
from chassis.db.models import Tracked, Versioned, new_id

UNTRACKED = frozenset({"version", "created_at", "updated_at", "custom"})
"""Columns that leave no trace of their own; changes in ``custom`` are noted field by field (chassis.annotations)."""


class Change(ChassisBase):
    """One change: who, when, from where, what record, and per field the value before and after."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_record", "kind", "record_id", "id"),
        Index("ix_change_actor_id_id", "actor_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    origin: Mapped[str]
    request_id: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[UUID]
    action: Mapped[str]
    fields: Mapped[dict[str, Any]]


_INSERT = text(
    """
    INSERT INTO change (id, record_id, fields, at, actor_id, actor_name, origin, request_id, kind, action)
    SELECT (line ->> 0)::uuid, (line ->> 1)::uuid, line -> 2,
           :at, :actor_id, :actor_name, :origin, :request_id, :kind, :action
    FROM jsonb_array_elements(CAST(:lines AS jsonb)) AS line
    """
).bindparams(bindparam("actor_id", type_=Uuid))


def record_created(ctx: Any, kind: str, record_ids: Iterable[UUID]) -> None:
    """Note records that were added by a bulk statement."""
    record_changes(ctx, kind, "created", {record_id: {} for record_id in record_ids})


def record_changes(ctx: Any, kind: str, action: str, changes: Mapping[UUID, dict[str, Any]]) -> None:
    """Note changes made by a bulk statement, in one statement: record -> ``{field: [before, after]}``."""
    if not changes:
        return
    lines = [(str(new_id()), str(record_id), fields) for record_id, fields in changes.items()]
    values = {
        "lines": json.dumps(lines, ensure_ascii=False),
        **ctx.whose,
        "kind": kind,
        "action": action,
    }
    ctx.session.execute(_INSERT, values)


def record_change(ctx: Any, kind: str, record_id: UUID, action: str, fields: dict[str, Any]) -> None:
    """Note a change made by a statement: ``fields`` maps a name to ``[before, after]``."""
    ctx.session.add(Change(**_row(ctx, kind, record_id, action, fields)))


def _row(ctx: Any, kind: str, record_id: UUID, action: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        **ctx.whose,
        "kind": kind,
        "record_id": record_id,
        "action": action,
        "fields": fields,
    }


@event.listens_for(Session, "before_flush")
def _write_trail(session: Session, *_: object) -> None:
    ctx = session.info.get("ctx")
    if ctx is None:
        return
    for record in list(session.new):
        if isinstance(record, Versioned):
            record.id = record.id or new_id()
            record.created_at = record.updated_at = ctx.now
        if isinstance(record, Tracked):
            session.add(Change(**_row(ctx, record.__tablename__, record.id, "created", {})))  # type: ignore[attr-defined]
    for record in list(session.dirty):
        fields = _changed(record)
        if fields and isinstance(record, Versioned):
            record.updated_at = ctx.now
        if fields and isinstance(record, Tracked):
            session.add(Change(**_row(ctx, record.__tablename__, record.id, "changed", fields)))  # type: ignore[attr-defined]


def _changed(record: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    untracked = UNTRACKED | getattr(record, "__untracked__", frozenset())
    for attribute in inspect(record).attrs:
        if attribute.key in untracked or not attribute.history.has_changes():
            continue
        before, after = attribute.history.deleted, attribute.history.added
        old, new = (_plain(values[0]) if values else None for values in (before, after))
        if old != new:
            fields[attribute.key] = [old, new]
    return fields


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case UUID() | Decimal():
            return str(value)
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case list() | tuple():
            return [_plain(each) for each in value]
    return value
