"""The routes of annotations: the same for every kind of record, under the kind's own path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app, request

from chassis.annotations import attachments, fields, notes, schemas, tags
from chassis.annotations.records import Annotated, Part
from chassis.annotations.tables import Attachment, Kept, Note
from chassis.annotations.workflow import ATTACHMENT, NOTE
from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.errors import Invalid
from chassis.files import preview
from chassis.files.kinds import LARGEST, FileTooLarge, kind_of
from chassis.files.scanning import scan
from chassis.files.storage import Storage, parts_of
from chassis.http import SIGNED_IN, Api, PageQuerySchema, Presented, named_view, page_of

EITHER = ((True, "enable"), (False, "disable"))


def annotations_api(annotated: Annotated) -> Api:
    """All routes of annotations of one kind of record."""
    api = Api(f"{annotated.noun} annotations", description=f"Notes, tags, files and own fields of a {annotated.noun}")
    for part, add in ADDED.items():
        if part in annotated.parts:
            add(api, annotated)
    return api


def _notes(api: Api, annotated: Annotated) -> None:
    noun, read = annotated.noun, annotated.read
    path, one = f"{annotated.path}/<uuid:id>/notes", f"{annotated.path}/<uuid:id>/notes/<uuid:note_id>"

    def list_notes(ctx: Context, id: UUID, query: PageQuery) -> Page[Presented]:
        page = notes.notes_page(ctx, annotated, id, query)
        return Page([_note(ctx, note) for note in page.items], page.next)

    def write(ctx: Context, id: UUID, command: notes.Write) -> Presented:
        return _note(ctx, notes.write_note(ctx, annotated, id, command))

    def edit(ctx: Context, id: UUID, note_id: UUID, command: notes.Write, version: int) -> Presented:
        return _note(ctx, notes.edit_note(ctx, annotated, id, note_id, command, version))

    def withdraw(ctx: Context, id: UUID, note_id: UUID, version: int) -> Presented:
        return _note(ctx, notes.withdraw_note(ctx, annotated, id, note_id, version))

    answer = schemas.NoteSchema
    body = schemas.WriteNoteSchema
    api.get(path, permission=read, query=PageQuerySchema, returns=page_of(answer))(
        named_view(f"list_{noun}_notes", f"The notes at a {noun}, the newest first.", list_notes)
    )
    api.post(path, permission=read, body=body, returns=answer, status=201)(
        named_view(f"write_{noun}_note", f"Write a note at a {noun}.", write)
    )
    api.patch(one, permission=read, body=body, returns=answer, versioned=True)(
        named_view(f"edit_{noun}_note", "Change an own note.", edit)
    )
    api.post(f"{one}/withdraw", permission=read, returns=answer, versioned=True)(
        named_view(f"withdraw_{noun}_note", "Withdraw an own note; it is shown no more.", withdraw)
    )


def _note(ctx: Context, note: Note) -> Presented:
    extras: dict[str, Any] = {"actions": NOTE.actions(note, ctx.actor)}
    return Presented(note, extras | ({"text": ""} if note.status is Kept.WITHDRAWN else {}))


def _attachments(api: Api, annotated: Annotated) -> None:
    noun = annotated.noun
    path = f"{annotated.path}/<uuid:id>/attachments"
    one = f"{path}/<uuid:attachment_id>"

    def list_attachments(ctx: Context, id: UUID, query: PageQuery) -> Presented:
        page = attachments.attachments_page(ctx, annotated, id, query)
        writes = annotated.writes(ctx, id)
        opens = not annotated.closes(ctx.session, ctx.actor, annotated.record(ctx, id, annotated.read))
        shown = [_attachment(ctx, each, writes=writes, opens=opens) for each in page.items]
        return Presented(page, {"items": shown, "actions": ["attach"] if writes else []})

    def attach(ctx: Context, id: UUID, command: attachments.Attach) -> Presented:
        return _attachment(ctx, attachments.attach(ctx, annotated, id, command), writes=True)

    def fetch(ctx: Context, id: UUID, attachment_id: UUID) -> Wanted:
        return _wanted(attachments.fetch_attachment(ctx, annotated, id, attachment_id))

    def look(ctx: Context, id: UUID, attachment_id: UUID, query: attachments.Preview) -> Wanted:
        return _wanted(attachments.fetch_attachment(ctx, annotated, id, attachment_id), query.page)

    def withdraw(ctx: Context, id: UUID, attachment_id: UUID, version: int) -> Presented:
        withdrawn = attachments.withdraw_attachment(ctx, annotated, id, attachment_id, version)
        return _attachment(ctx, withdrawn, writes=annotated.writes(ctx, id))

    answer = schemas.AttachmentSchema
    api.get(path, permission=annotated.read, query=PageQuerySchema, returns=schemas.AttachmentPageSchema)(
        named_view(f"list_{noun}_attachments", f"The files at a {noun}, the newest first.", list_attachments)
    )
    uploaded = {"body": schemas.AttachSchema, "form": True, "before": _take_in, "status": 201}
    api.post(path, permission=annotated.write, returns=answer, **uploaded)(
        named_view(f"attach_to_{noun}", f"Put a file at a {noun}; it is looked through for viruses first.", attach)
    )
    any_file = {"returns": None, "files": ("application/octet-stream",), "sends": _as_given}
    api.get(f"{one}/file", permission=annotated.read, **any_file)(
        named_view(f"fetch_{noun}_attachment", "The file as it was given.", fetch)
    )
    picture = {"returns": None, "files": (preview.MEDIA_TYPE,), "sends": _as_picture}
    api.get(f"{one}/preview", permission=annotated.read, query=schemas.PreviewQuerySchema, **picture)(
        named_view(f"preview_{noun}_attachment", "A page of a picture or PDF, drawn anew as a picture.", look)
    )
    api.post(f"{one}/withdraw", permission=annotated.read, returns=answer, versioned=True)(
        named_view(f"withdraw_{noun}_attachment", "Withdraw an own file; it can be fetched no more.", withdraw)
    )


@dataclass(frozen=True)
class Wanted:
    """A file that somebody may have, and the page that is to be drawn; its bytes are read when the transaction is
    over."""

    sha256: str
    name: str
    media_type: str
    page: int


def _wanted(attachment: Attachment, page: int = 0) -> Wanted:
    return Wanted(attachment.sha256, attachment.name, attachment.media_type, page)


def _as_given(wanted: Wanted) -> Response:
    content = _storage().get(wanted.sha256)
    response = Response(parts_of(content), mimetype="application/octet-stream")
    response.headers["Content-Length"] = str(len(content))
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(wanted.name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _as_picture(wanted: Wanted) -> Response:
    drawn = preview.preview(_storage().get(wanted.sha256), wanted.media_type, wanted.page)
    response = Response(drawn, mimetype=preview.MEDIA_TYPE)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _take_in(_: Any, sent: dict[str, Any]) -> attachments.Attach:
    """The uploaded file, looked at, looked through and stored, before a transaction is opened for its row."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(file="required")
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FileTooLarge(most=LARGEST)
    if not content:
        raise Invalid(file="empty_file")
    kind = kind_of(content)
    scan(current_app.extensions["settings"].clamd_url, content)
    return attachments.Attach(
        stored=_storage().put(content),
        name=sent["name"] or file.filename,
        kind=kind,
        pages=preview.pages_of(content, kind.media_type),
        replaces=sent["replaces"],
    )


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage


def _attachment(ctx: Context, attachment: Attachment, *, writes: bool, opens: bool = True) -> Presented:
    """A file with what may be done with it; only who may write the record brings a newer version, and only who
    ``opens`` its papers, or has brought this one, fetches it."""
    opens = opens or attachment.author_id == ctx.actor.id
    barred = {name for name, may in (("replace", writes), ("fetch", opens)) if not may}
    actions = ATTACHMENT.actions(attachment, ctx.actor)
    return Presented(attachment, {"actions": [name for name in actions if name not in barred]})


def _tags(api: Api, annotated: Annotated) -> None:
    noun, path, one = annotated.noun, f"{annotated.path}/tags", f"{annotated.path}/tags/<uuid:tag_id>"
    of_record = f"{annotated.path}/<uuid:id>/tags"

    def list_tags(ctx: Context) -> dict[str, Any]:
        return {"tags": tags.tags_of_kind(ctx, annotated)}

    def add(ctx: Context, command: tags.NameTag) -> Any:
        return tags.add_tag(ctx, annotated, command)

    def change(ctx: Context, tag_id: UUID, command: tags.NameTag, version: int) -> Any:
        return tags.change_tag(ctx, annotated, tag_id, command, version)

    def offer(ctx: Context, tag_id: UUID, version: int, *, active: bool) -> Any:
        return tags.offer_tag(ctx, annotated, tag_id, version, active=active)

    def read(ctx: Context, id: UUID) -> dict[str, Any]:
        return {"tags": tags.tags_of_record(ctx, annotated, id)}

    def set_all(ctx: Context, id: UUID, command: tags.SetTags) -> dict[str, Any]:
        return {"tags": tags.set_tags(ctx, annotated, id, command)}

    answer, body = schemas.TagSchema, schemas.NameTagSchema
    api.get(path, permission=SIGNED_IN, returns=schemas.TagsSchema)(
        named_view(f"list_{noun}_tags", f"All tags that a {noun} can have.", list_tags)
    )
    api.post(path, permission=annotated.configure, body=body, returns=answer, status=201)(
        named_view(f"add_{noun}_tag", f"Add a tag to the list of those that a {noun} can have.", add)
    )
    api.patch(one, permission=annotated.configure, body=body, returns=answer, versioned=True)(
        named_view(f"change_{noun}_tag", "Give a tag another name or colour.", change)
    )
    for active, verb in EITHER:
        api.post(f"{one}/{verb}", permission=annotated.configure, returns=answer, versioned=True)(
            named_view(f"{verb}_{noun}_tag", "Offer a tag, or offer it no more.", partial(offer, active=active))
        )
    api.get(of_record, permission=annotated.read, returns=schemas.TagsSchema)(
        named_view(f"read_{noun}_tags", f"The tags of a {noun}.", read)
    )
    api.put(of_record, permission=annotated.write, body=schemas.SetTagsSchema, returns=schemas.TagsSchema)(
        named_view(f"set_{noun}_tags", f"Give a {noun} exactly these tags.", set_all)
    )


def _fields(api: Api, annotated: Annotated) -> None:
    noun, path, one = annotated.noun, f"{annotated.path}/fields", f"{annotated.path}/fields/<uuid:field_id>"
    of_record = f"{annotated.path}/<uuid:id>/fields"

    def list_fields(ctx: Context) -> dict[str, Any]:
        found = [shown(ctx, field) for field in fields.fields_of_kind(ctx.session, annotated.kind)]
        return {"fields_": found, "actions": ["define"] if ctx.actor.may(annotated.configure) else []}

    def shown(ctx: Context, field: Any) -> Presented:
        actions = ["edit", "disable" if field.active else "enable"] if ctx.actor.may(annotated.configure) else []
        return Presented(field, {"actions": actions})

    def define(ctx: Context, command: fields.DefineField) -> Any:
        return shown(ctx, fields.define_field(ctx, annotated, command))

    def change(ctx: Context, field_id: UUID, command: fields.ChangeField, version: int) -> Any:
        return shown(ctx, fields.change_field(ctx, annotated, field_id, command, version))

    def ask_for(ctx: Context, field_id: UUID, version: int, *, active: bool) -> Any:
        return shown(ctx, fields.ask_for_field(ctx, annotated, field_id, version, active=active))

    def read(ctx: Context, id: UUID) -> Presented:
        return _values(ctx, annotated, annotated.view_part(ctx, id))

    def fill_in(ctx: Context, id: UUID, command: fields.FillIn, version: int) -> Presented:
        return _values(ctx, annotated, fields.fill_in(ctx, annotated, id, command, version))

    answer = schemas.FieldSchema
    api.get(path, permission=SIGNED_IN, returns=schemas.FieldsSchema)(
        named_view(f"list_{noun}_fields", f"The fields that this house has added to a {noun}.", list_fields)
    )
    api.post(path, permission=annotated.configure, body=schemas.DefineFieldSchema, returns=answer, status=201)(
        named_view(f"define_{noun}_field", f"Add a field to a {noun}.", define)
    )
    api.patch(one, permission=annotated.configure, body=schemas.ChangeFieldSchema, returns=answer, versioned=True)(
        named_view(f"change_{noun}_field", "Change how a field is called, asked for and shown.", change)
    )
    for active, verb in EITHER:
        api.post(f"{one}/{verb}", permission=annotated.configure, returns=answer, versioned=True)(
            named_view(
                f"{verb}_{noun}_field", "Ask for a field, or ask for it no more.", partial(ask_for, active=active)
            )
        )
    api.get(of_record, permission=annotated.read, returns=schemas.ValuesSchema)(
        named_view(f"read_{noun}_fields", f"What a {noun} holds in the fields of the house's own.", read)
    )
    filled = {"body": schemas.FillInSchema, "returns": schemas.ValuesSchema, "versioned": True}
    api.put(of_record, permission=annotated.write, **filled)(
        named_view(f"fill_in_{noun}_fields", f"Fill in fields of the house's own at a {noun}.", fill_in)
    )


def _values(ctx: Context, annotated: Annotated, record: Any) -> Presented:
    masked = annotated.masks(ctx.session, ctx.actor, record)
    custom = fields.present_values(ctx.session, annotated, record, masked=masked)
    return Presented(record, {"custom": custom, "actions": ["fill_in"] if annotated.writes(ctx, record.id) else []})


ADDED: dict[Part, Callable[[Api, Annotated], None]] = {
    Part.NOTES: _notes,
    Part.ATTACHMENTS: _attachments,
    Part.TAGS: _tags,
    Part.FIELDS: _fields,
}
