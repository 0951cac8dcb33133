"""The kinds of record that can be annotated, and who may: everything here obeys the record's own WHERE."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from chassis.audit import log_partial_view
from chassis.auth import Actor
from chassis.context import Context
from chassis.db.records import one


class Part(StrEnum):
    """What can be added to a record."""

    NOTES = "notes"
    ATTACHMENTS = "attachments"
    TAGS = "tags"
    FIELDS = "fields"


def masks_nothing(session: Session, actor: Actor, record: Any) -> bool:
    """Everybody who sees a record sees it plain."""
    return False


@dataclass(frozen=True, kw_only=True)
class Annotated:
    """A kind of record: its model, where its routes are, and which permission reads, writes and configures.

    ``seen_by`` is the WHERE of the kind, for a permission. Whoever may read a record may write notes at it; who may
    write it tags it, attaches files, fills in fields; who may configure defines tags and fields. ``masks``: whether
    what is personal of a record is masked to the actor. ``closes``: whether its papers are closed to
    the actor, for on a paper nothing is masked; who brought one opens it all the same. ``parts``: what of all this the
    kind has.
    """

    model: Any
    path: str
    noun: str
    read: str
    write: str
    configure: str
    seen_by: Callable[[Actor, str], ColumnElement[bool]]
    masks: Callable[[Session, Actor, Any], bool] = masks_nothing
    closes: Callable[[Session, Actor, Any], bool] = masks_nothing
    parts: frozenset[Part] = frozenset(Part)

    @property
    def kind(self) -> str:
        """The kind as rows name it: the record's table."""
        name: str = self.model.__tablename__
        return name

    def record(self, ctx: Context, id: UUID, permission: str, *, lock: bool = False) -> Any:
        """The record, if the actor's permission reaches it. Raises NotFound."""
        return one(
            ctx.session, select(self.model).where(self.model.id == id, self.seen_by(ctx.actor, permission)), lock=lock
        )

    def writes(self, ctx: Context, id: UUID) -> bool:
        """Whether the actor may write the record."""
        rows = select(self.model.id).where(self.model.id == id, self.seen_by(ctx.actor, self.write))
        return ctx.actor.may(self.write) and ctx.session.scalar(rows) is not None

    def view_part(self, ctx: Context, id: UUID) -> Any:
        """The record, a part of which is about to be shown; the view is in the access log. Raises NotFound."""
        found = self.record(ctx, id, self.read)
        log_partial_view(ctx, self.kind, id)
        return found
