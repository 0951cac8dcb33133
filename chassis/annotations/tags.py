"""Tags: a list of words for each kind of record, and which record has which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.annotations.records import Annotated
from chassis.annotations.tables import Tag, Tagging
from chassis.context import Context
from chassis.db import expect_version, one
from chassis.db.trail import record_change
from chassis.errors import Invalid

MOST_TAGS = 500
"""How many tags a kind of record may have: more is no list any more."""


@dataclass(frozen=True, kw_only=True)
class NameTag:
    """A tag's name and colour."""

    name: str
    color: str = ""


@dataclass(frozen=True, kw_only=True)
class SetTags:
    """All tags that a record is to have."""

    tags: tuple[UUID, ...]


def tags_of_kind(ctx: Context, annotated: Annotated) -> list[Tag]:
    """All tags of a kind, by name, those that are offered no more among them."""
    return list(
        ctx.session.scalars(select(Tag).where(Tag.kind == annotated.kind).order_by(func.lower(Tag.name), Tag.id))
    )


def add_tag(ctx: Context, annotated: Annotated, command: NameTag) -> Tag:
    """Add a tag to the list. Raises Invalid when there is one of that name, or too many."""
    if len(tags_of_kind(ctx, annotated)) >= MOST_TAGS:
        raise Invalid(name="too_many_tags")
    tag = Tag(kind=annotated.kind, name=_free(ctx, annotated, command.name), color=command.color)
    ctx.session.add(tag)
    ctx.session.flush()
    return tag


def change_tag(ctx: Context, annotated: Annotated, id: UUID, command: NameTag, version: int | None) -> Tag:
    """Give a tag another name or colour, wherever it stands. Raises NotFound, Stale, Invalid."""
    tag = _tag(ctx, annotated, id, version)
    tag.name, tag.color = _free(ctx, annotated, command.name, id), command.color
    ctx.session.flush()
    return tag


def offer_tag(ctx: Context, annotated: Annotated, id: UUID, version: int | None, *, active: bool) -> Tag:
    """Offer a tag, or no more; records that have it keep it. Raises NotFound, Stale."""
    tag = _tag(ctx, annotated, id, version)
    tag.active = active
    ctx.session.flush()
    return tag


def tags_of_record(ctx: Context, annotated: Annotated, record_id: UUID) -> list[Tag]:
    """The tags of a record that one may read. Raises NotFound."""
    annotated.record(ctx, record_id, annotated.read)
    return tags_by_record(ctx.session, [record_id]).get(record_id, [])


def tags_by_record(session: Session, record_ids: Iterable[UUID]) -> dict[UUID, list[Tag]]:
    """The tags of some records, by name, in one query."""
    rows: Any = (
        select(Tagging.record_id, Tag)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tagging.active, Tagging.record_id.in_(list(record_ids)))
        .order_by(func.lower(Tag.name), Tag.id)
    )
    found: dict[UUID, list[Tag]] = {}
    for record_id, tag in session.execute(rows):
        found.setdefault(record_id, []).append(tag)
    return found


def set_tags(ctx: Context, annotated: Annotated, record_id: UUID, command: SetTags) -> list[Tag]:
    """Give a record exactly these tags; the record's trail says which came and went. A tag that is offered no more can
    be kept, not added. Raises NotFound, Invalid for what is no tag of this kind."""
    annotated.record(ctx, record_id, annotated.write, lock=True)
    had = {tag.id: tag for tag in tags_by_record(ctx.session, [record_id]).get(record_id, [])}
    known = {tag.id: tag for tag in tags_of_kind(ctx, annotated)}
    wanted = set(command.tags)
    if any(id not in known or not (known[id].active or id in had) for id in wanted):
        raise Invalid(tags="unknown_choice")
    changes = {id: id in wanted for id in wanted ^ had.keys()}
    if changes:
        rows = insert(Tagging).values(
            [{"record_id": record_id, "tag_id": id, "active": on} for id, on in changes.items()]
        )
        now = {"active": rows.excluded.active}
        ctx.session.execute(rows.on_conflict_do_update(index_elements=["record_id", "tag_id"], set_=now))
        before, after = (sorted(known[id].name for id in ids) for ids in (had, wanted))
        record_change(ctx, annotated.kind, record_id, "tagged", {"tags": [before, after]})
        ctx.session.flush()
    return tags_by_record(ctx.session, [record_id]).get(record_id, [])


def tagged(record_id: Any, tag_id: UUID) -> ColumnElement[bool]:
    """The WHERE of the records that have a tag; ``record_id`` is the column of their ids."""
    return exists().where(Tagging.record_id == record_id, Tagging.tag_id == tag_id, Tagging.active)


def _free(ctx: Context, annotated: Annotated, name: str, id: UUID | None = None) -> str:
    same = select(Tag.id).where(Tag.kind == annotated.kind, func.lower(Tag.name) == func.lower(name))
    if any(found != id for found in ctx.session.scalars(same)):
        raise Invalid(name="already_taken")
    return name


def _tag(ctx: Context, annotated: Annotated, id: UUID, version: int | None) -> Tag:
    tag = one(ctx.session, select(Tag).where(Tag.id == id, Tag.kind == annotated.kind), lock=True)
    expect_version(tag, version)
    return tag
