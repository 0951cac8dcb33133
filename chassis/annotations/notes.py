"""Notes: write, change, withdraw. What was there before stays in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from chassis.annotations.records import Annotated
from chassis.annotations.tables import Note
from chassis.annotations.workflow import NOTE
from chassis.auth.directory import staff_of
from chassis.context import Context
from chassis.db import Page, PageQuery, expect_version, fetch_page, one
from chassis.errors import Forbidden, Invalid


@dataclass(frozen=True, kw_only=True)
class Write:
    """A text, and the persons who are meant by it."""

    text: str
    mentions: tuple[UUID, ...] = ()


def notes_page(ctx: Context, annotated: Annotated, record_id: UUID, query: PageQuery) -> Page[Note]:
    """The notes at a record, the newest first; the view is in the access log. Raises NotFound."""
    annotated.view_part(ctx, record_id)
    rows = select(Note).where(Note.kind == annotated.kind, Note.record_id == record_id)
    return fetch_page(ctx.session, rows, order=[Note.id], descending=True, after=query.after, limit=query.limit)


def write_note(ctx: Context, annotated: Annotated, record_id: UUID, command: Write) -> Note:
    """Write a note at a record that one may read. Raises NotFound, Forbidden, Invalid for a person
    nobody knows."""
    annotated.record(ctx, record_id, annotated.read)
    if ctx.actor.id is None:
        raise Forbidden()
    note = Note(
        kind=annotated.kind,
        record_id=record_id,
        text=command.text,
        mentions=_known(ctx, command.mentions),
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(note)
    ctx.session.flush()
    return note


def edit_note(
    ctx: Context, annotated: Annotated, record_id: UUID, id: UUID, command: Write, version: int | None
) -> Note:
    """Change an own note. Raises NotFound, Stale, WrongStatus when it is withdrawn, NotTheAuthor, Invalid."""
    note = _note(ctx, annotated, record_id, id, version)
    NOTE.after("edit", note, ctx.actor)
    note.text, note.mentions = command.text, _known(ctx, command.mentions)
    ctx.session.flush()
    return note


def withdraw_note(ctx: Context, annotated: Annotated, record_id: UUID, id: UUID, version: int | None) -> Note:
    """Withdraw an own note: it is shown no more. Raises NotFound, Stale, WrongStatus, NotTheAuthor."""
    note = _note(ctx, annotated, record_id, id, version)
    note.status = NOTE.after("withdraw", note, ctx.actor)
    ctx.session.flush()
    return note


def _note(ctx: Context, annotated: Annotated, record_id: UUID, id: UUID, version: int | None) -> Note:
    annotated.record(ctx, record_id, annotated.read)
    mine = (Note.id == id, Note.kind == annotated.kind, Note.record_id == record_id)
    note = one(ctx.session, select(Note).where(*mine), lock=True)
    expect_version(note, version)
    return note


def _known(ctx: Context, ids: tuple[UUID, ...]) -> list[UUID]:
    known = staff_of(ctx.session, ids)
    if any(id not in known or not known[id].active for id in ids):
        raise Invalid(mentions="no_such_person")
    return list(dict.fromkeys(ids))
