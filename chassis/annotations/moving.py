"""Moving what hangs on a record to another of its kind, when two turn out to be one, and back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.annotations.tables import Attachment, Note, Tagging
from chassis.context import Context
from chassis.db.trail import record_changes

MOVED = (Note, Attachment)
TAGGING = Tagging.__tablename__


def move_annotations(ctx: Context, kind: str, source: UUID, target: UUID) -> dict[str, list[UUID]]:
    """Move the notes and files of one record to another, and give that one its tags. Returns table -> ids of what has
    moved; of tags, those that are new at ``target``."""
    moved = {
        model.__tablename__: _move(ctx, model, and_(model.kind == kind, model.record_id == source), source, target)
        for model in MOVED
    }
    tags = select(Tagging.tag_id).where(Tagging.record_id == source, Tagging.active)
    has = select(Tagging.tag_id).where(Tagging.record_id == target, Tagging.active)
    new = list(ctx.session.scalars(tags.where(Tagging.tag_id.not_in(has))))
    _tag(ctx, target, new, active=True)
    return moved | {TAGGING: new}


def move_back(ctx: Context, table: str, ids: Iterable[UUID], source: UUID, target: UUID) -> None:
    """Undo it for what has moved in one table, where it is still at ``source``."""
    wanted = list(ids)
    if table == TAGGING:
        _tag(ctx, source, wanted, active=False)
        return
    model = next(model for model in MOVED if model.__tablename__ == table)
    _move(ctx, model, and_(model.id.in_(wanted), model.record_id == source), source, target)


def _move(
    ctx: Context, model: type[Note] | type[Attachment], which: ColumnElement[bool], source: UUID, target: UUID
) -> list[UUID]:
    rows = update(model).where(which).values(record_id=target, version=model.version + 1, updated_at=ctx.now)
    moved = list(ctx.session.scalars(rows.returning(model.id).execution_options(synchronize_session=False)))
    fields = {"record_id": [str(source), str(target)]}
    record_changes(ctx, model.__tablename__, "changed", dict.fromkeys(moved, fields))
    return moved


def _tag(ctx: Context, record_id: UUID, tags: Iterable[UUID], *, active: bool) -> None:
    rows = [{"record_id": record_id, "tag_id": tag, "active": active} for tag in tags]
    if rows:
        added = insert(Tagging).values(rows)
        ctx.session.execute(
            added.on_conflict_do_update(
                index_elements=[Tagging.record_id, Tagging.tag_id], set_={"active": added.excluded.active}
            )
        )
