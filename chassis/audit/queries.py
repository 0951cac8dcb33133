"""Reading the trail and the log of readings by person, record and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from chassis.audit.checking import last_check
from chassis.audit.records import Records
from chassis.audit.tables import Reading, seal, unsealed
from chassis.db.paging import Page, PageQuery, fetch_page
from chassis.db.trail import Change

Row = dict[str, Any]
"""A row of the trail or of the log of readings, with ``record_name`` and masked ``fields``."""

LONGEST = timedelta(hours=2)
"""An id is made while the transaction lasts, so it is later than the row's time by no more than this."""


@dataclass(frozen=True, kw_only=True)
class AuditFilter(PageQuery):
    """What is looked for: by ``person`` (id, name or address), ``record`` (id or code), ``kind`` (table), and time:
    from ``since`` on, before ``until``."""

    person: str = ""
    record: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


def audit_page(
    session: Session, model: type[Change] | type[Reading], records: Records, wanted: AuditFilter
) -> Page[Row]:
    """One page of the trail or of the log of readings, the latest first, with the names of the records."""
    page: Page[Any] = fetch_page(
        session,
        _rows(session, model, records, wanted),
        order=[model.id],
        descending=True,
        after=wanted.after,
        limit=wanted.limit,
    )
    return Page(_shown(session, records, page.items), page.next)


def _rows(session: Session, model: type[Change] | type[Reading], records: Records, wanted: AuditFilter) -> Select[Any]:
    rows = select(model)
    if wanted.person:
        ids = _ids(wanted.person) or records.people(session, wanted.person)
        rows = rows.where(model.actor_id.in_(ids) if ids else model.actor_name == wanted.person)
    if wanted.record:
        rows = rows.where(model.record_id.in_(_ids(wanted.record) or records.find(session, wanted.record)))
    if wanted.kind:
        rows = rows.where(model.kind == wanted.kind)
    if wanted.since:
        rows = rows.where(model.at >= wanted.since, model.id >= earliest_id(wanted.since))
    if wanted.until:
        rows = rows.where(model.at < wanted.until, model.id < earliest_id(wanted.until, later=LONGEST))
    return rows


def earliest_id(at: datetime, *, later: timedelta = timedelta()) -> UUID:
    """The smallest id that is made at a moment, or so much ``later``: ids sort by their time, so an index of ids is one
    of times. Before 1970 none was made."""
    milliseconds = int((at.timestamp() + later.total_seconds()) * 1000)
    return UUID(int=max(milliseconds, 0) << 80)


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []


def _shown(session: Session, records: Records, rows: Sequence[Any]) -> list[Row]:
    kinds: defaultdict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        kinds[row.kind].add(row.record_id)
    names = {kind: records.named(session, kind, ids) for kind, ids in kinds.items()}
    people = records.names_of_people(session, {id for row in rows for id in _people_in(row)})
    return [
        {
            **{column.key: getattr(row, column.key) for column in row.__table__.columns},
            "record_name": names[row.kind].get(row.record_id, ""),
            "fields": records.mask(row.fields) if isinstance(row, Change) else {},
            "people": {str(id): people[id] for id in _people_in(row) if id in people},
        }
        for row in rows
    ]


def _people_in(row: Any) -> list[UUID]:
    """The ids that stand before or after a change: many are of people (an owner, an assignee)."""
    if not isinstance(row, Change):
        return []
    pairs = [pair for name, pair in row.fields.items() if name.endswith(("_id", "_by")) and isinstance(pair, list)]
    return [id for pair in pairs for value in pair if isinstance(value, str) for id in _ids(value)]


def seals_state(session: Session) -> dict[str, Any]:
    """How far the chain has come, and what the last look at it found."""
    last = session.execute(
        select(seal.c.position, seal.c.at, func.encode(seal.c.hash, "hex").label("hash"))
        .order_by(seal.c.position.desc())
        .limit(1)
    ).one_or_none()
    return {
        "seals": last.position if last else 0,
        "sealed_at": last.at if last else None,
        "head": f"{last.position}:{last.hash}" if last else "",
        "unsealed": session.scalar(select(func.count()).select_from(unsealed)) or 0,
        "checked": last_check(session),
    }
