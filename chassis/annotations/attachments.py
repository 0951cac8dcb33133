"""Attachments: a file at a record, fetched again as it was given, withdrawn by who brought it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import select

from chassis.annotations.records import Annotated
from chassis.annotations.tables import Attachment
from chassis.annotations.workflow import ATTACHMENT
from chassis.context import Context
from chassis.db import Page, PageQuery, expect_version, fetch_page, new_id, one
from chassis.errors import Forbidden
from chassis.files.kinds import FileKind
from chassis.files.storage import Stored

LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Attach:
    """A file that was stored: what it is called, what its bytes are. ``pages``: how many pictures show it.
    ``replaces``: the attachment of which it is the next version."""

    stored: Stored
    name: str
    kind: FileKind
    pages: int = 0
    replaces: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Which page of a file is looked at, counted from 1."""

    page: int = 1


def attachments_page(ctx: Context, annotated: Annotated, record_id: UUID, query: PageQuery) -> Page[Attachment]:
    """The files at a record, the newest first; the view is in the access log. Raises NotFound."""
    annotated.view_part(ctx, record_id)
    rows = select(Attachment).where(Attachment.kind == annotated.kind, Attachment.record_id == record_id)
    return fetch_page(ctx.session, rows, order=[Attachment.id], descending=True, after=query.after, limit=query.limit)


def attach(ctx: Context, annotated: Annotated, record_id: UUID, command: Attach) -> Attachment:
    """Put a stored file at a record that one may write, by itself or as the next version of another one. Raises
    NotFound, Forbidden, WrongStatus when what it replaces was replaced or withdrawn."""
    annotated.record(ctx, record_id, annotated.write)
    if ctx.actor.id is None:
        raise Forbidden()
    before = command.replaces and _attachment(ctx, annotated, record_id, command.replaces, lock=True)
    if before:
        before.status = ATTACHMENT.after("replace", before, ctx.actor)
    id = new_id()
    attachment = Attachment(
        id=id,
        kind=annotated.kind,
        record_id=record_id,
        series_id=before.series_id if before else id,
        number=before.number + 1 if before else 1,
        name=plain_name(command.name),
        media_type=command.kind.media_type,
        pages=command.pages,
        size=command.stored.size,
        sha256=command.stored.sha256,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(attachment)
    ctx.session.flush()
    return attachment


def fetch_attachment(ctx: Context, annotated: Annotated, record_id: UUID, id: UUID) -> Attachment:
    """The file to be fetched; the view is in the access log. Raises NotFound, WrongStatus when it is withdrawn,
    Forbidden to who sees the record masked: on a paper nothing is hidden."""
    record = annotated.view_part(ctx, record_id)
    attachment = _attachment(ctx, annotated, record_id, id)
    ATTACHMENT.after("fetch", attachment, ctx.actor)
    if attachment.author_id != ctx.actor.id and annotated.closes(ctx.session, ctx.actor, record):
        raise Forbidden(reason="masked")
    return attachment


def withdraw_attachment(
    ctx: Context, annotated: Annotated, record_id: UUID, id: UUID, version: int | None
) -> Attachment:
    """Withdraw an own file: it can be fetched no more. Raises NotFound, Stale, WrongStatus, NotTheAuthor."""
    annotated.record(ctx, record_id, annotated.read)
    attachment = _attachment(ctx, annotated, record_id, id, lock=True)
    expect_version(attachment, version)
    attachment.status = ATTACHMENT.after("withdraw", attachment, ctx.actor)
    ctx.session.flush()
    return attachment


def plain_name(name: str) -> str:
    """The last part of a file's name, without what a browser or a shell might read something into."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) <= LONGEST_NAME:
        return kept or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 20 else kept[:LONGEST_NAME]


def _attachment(ctx: Context, annotated: Annotated, record_id: UUID, id: UUID, *, lock: bool = False) -> Attachment:
    mine = (Attachment.id == id, Attachment.kind == annotated.kind, Attachment.record_id == record_id)
    return one(ctx.session, select(Attachment).where(*mine), lock=lock)
