"""The access log: who saw which record in full, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, exists, insert, select

from chassis.audit.tables import Reading
from chassis.context import Context
from chassis.db.models import new_id

ONE_VIEW = timedelta(minutes=10)
"""Parts of a record that one person reads within so long are one reading: a page fetches them one after the other."""

_TABLE = cast(Table, Reading.__table__)
_READ = insert(_TABLE)  # Core: a reading is not looked at again in its request
_PARTIALLY_VIEWED = _READ.from_select(
    [column.name for column in _TABLE.columns],
    select(*(bindparam(column.name, type_=column.type) for column in _TABLE.columns)).where(
        ~exists().where(
            _TABLE.c.kind == bindparam("kind"),
            _TABLE.c.record_id == bindparam("record_id"),
            _TABLE.c.actor_id == bindparam("actor_id"),
            _TABLE.c.at > bindparam("since"),
            _TABLE.c.purpose == "",  # found or exported is not yet read on a page
        )
    ),
)


def log_access(ctx: Context, kind: str, record_id: UUID, purpose: str = "", note: str = "") -> None:
    """Note that the actor has read a record's detail. ``kind`` is the record's table; ``purpose`` a code, empty for
    the ordinary reading of a page."""
    log_accesses(ctx, kind, [record_id], purpose, note)


def log_accesses(ctx: Context, kind: str, record_ids: Iterable[UUID], purpose: str = "", note: str = "") -> None:
    """Note that the actor has read several records of one kind, in one statement."""
    rows = [_row(ctx, kind, record_id, purpose, note) for record_id in record_ids]
    if rows:
        ctx.session.connection().execute(_READ, rows if len(rows) > 1 else rows[0])


def log_partial_view(ctx: Context, kind: str, record_id: UUID) -> None:
    """Note that the actor has read a part of a record's detail, unless an ordinary reading by the actor is on record
    that is not older than ``ONE_VIEW``."""
    row = _row(ctx, kind, record_id, "", "")
    ctx.session.connection().execute(_PARTIALLY_VIEWED, row | {"since": ctx.now - ONE_VIEW})


def _row(ctx: Context, kind: str, record_id: UUID, purpose: str, note: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        **ctx.whose,
        "kind": kind,
        "record_id": record_id,
        "purpose": purpose,
        "note": note,
    }
