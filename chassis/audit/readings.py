"""The log of readings: who saw which record in full, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from sqlalchemy import Table, insert

from chassis.audit.tables import Reading
from chassis.context import Context
from chassis.db.models import new_id

_READ = insert(cast(Table, Reading.__table__))  # Core: a reading is not looked at again in its request


def record_reading(ctx: Context, kind: str, record_id: UUID, purpose: str = "", note: str = "") -> None:
    """Note that the actor has read a record's detail. ``kind`` is the record's table; ``purpose`` a code, empty for
    the ordinary reading of a page."""
    record_readings(ctx, kind, [record_id], purpose, note)


def record_readings(ctx: Context, kind: str, record_ids: Iterable[UUID], purpose: str = "", note: str = "") -> None:
    """Note that the actor has read several records of one kind, in one statement."""
    rows = [
        {
            "id": new_id(),
            "at": ctx.now,
            "actor_id": ctx.actor.id,
            "actor_name": ctx.actor.name,
            "origin": ctx.origin,
            "request_id": ctx.request_id,
            "kind": kind,
            "record_id": record_id,
            "purpose": purpose,
            "note": note,
        }
        for record_id in record_ids
    ]
    if rows:
        ctx.session.connection().execute(_READ, rows if len(rows) > 1 else rows[0])
