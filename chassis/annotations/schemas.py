"""What comes into and goes out of annotations."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from marshmallow import fields, post_load, pre_load, validate

from chassis.annotations.attachments import LONGEST_NAME, Preview
from chassis.annotations.fields import ChangeField, Choice, DefineField, FillIn
from chassis.annotations.notes import Write
from chassis.annotations.tables import FieldType
from chassis.annotations.tags import NameTag, SetTags
from chassis.http.schema import AnswerSchema, CommandSchema, StrictSchema, length

COLORS = ("", "blue", "azure", "indigo", "purple", "pink", "red", "orange", "yellow", "lime", "green", "teal", "cyan")


class WriteNoteSchema(CommandSchema):
    """A note's text, and who is meant by it."""

    command = Write
    text = fields.String(required=True, validate=length(1, 4_000))
    mentions = fields.List(fields.UUID(), validate=validate.Length(max=20, error="too_many"))

    def make_command(self, data: dict[str, Any]) -> Write:
        """The command, with a tuple in the place of the list."""
        return Write(text=data["text"], mentions=tuple(data.get("mentions", ())))


class NoteSchema(AnswerSchema):
    """A note. ``text`` is empty when it is withdrawn."""

    id = fields.UUID()
    version = fields.Integer()
    text = fields.String()
    mentions = fields.List(fields.UUID())
    status = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class AttachmentSchema(AnswerSchema):
    """A file at a record; ``size`` in bytes. ``pages``: how many pictures show it; ``number``: which version of the
    paper it is, those of one paper share the ``series_id``."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    pages = fields.Integer()
    series_id = fields.UUID()
    number = fields.Integer()
    status = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    created_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class AttachmentPageSchema(AnswerSchema):
    """A page of the files at a record. ``actions``: ``attach`` for who may put another one there."""

    items = fields.List(fields.Nested(AttachmentSchema))
    next = fields.String()
    actions = fields.List(fields.String())


class AttachSchema(StrictSchema):
    """A file to be put at a record; ``name`` in the place of the file's own. ``replaces``: the attachment of which it
    is the next version."""

    name = fields.String(load_default="", validate=length(0, LONGEST_NAME))
    replaces = fields.UUID()
    file = fields.Raw(metadata={"type": "string", "format": "binary"})

    @pre_load
    def without_what_is_empty(self, data: Any, **_: Any) -> Any:
        """A form sends all its fields, those that nobody filled in as well."""
        return {name: value for name, value in data.items() if value != ""}

    @post_load
    def without_the_file(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """What is left when the file itself is read from the request."""
        return {"name": data["name"], "replaces": data.get("replaces")}


class PreviewQuerySchema(CommandSchema):
    """Which page is looked at, counted from 1."""

    command = Preview
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000, error="out_of_range"))


class NameTagSchema(CommandSchema):
    """A tag's name and colour."""

    command = NameTag
    name = fields.String(required=True, validate=length(1, 40))
    color = fields.String(validate=validate.OneOf(COLORS, error="unknown_choice"))


class TagSchema(AnswerSchema):
    """A tag; one that is not ``active`` is offered no more."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    color = fields.String()
    active = fields.Boolean()


class TagsSchema(AnswerSchema):
    """Some tags."""

    tags = fields.List(fields.Nested(TagSchema))


class SetTagsSchema(CommandSchema):
    """All tags that a record is to have."""

    command = SetTags
    tags = fields.List(fields.UUID(), required=True, validate=validate.Length(max=50, error="too_many"))

    def make_command(self, data: dict[str, Any]) -> SetTags:
        """The command, with a tuple in the place of the list."""
        return SetTags(tags=tuple(data["tags"]))


class ChoiceSchema(CommandSchema):
    """One value of a choice."""

    command = Choice
    value = fields.String(required=True, validate=length(1, 40))
    zh = fields.String(required=True, validate=length(1, 100))
    en = fields.String(required=True, validate=length(1, 100))


class ChangeFieldSchema(CommandSchema):
    """What of a field may be changed."""

    command: ClassVar[Any] = ChangeField
    title_zh = fields.String(required=True, validate=length(1, 60))
    title_en = fields.String(required=True, validate=length(1, 60))
    required = fields.Boolean()
    searchable = fields.Boolean()
    personal = fields.Boolean()
    default = fields.Raw(allow_none=True)
    choices = fields.List(fields.Nested(ChoiceSchema), validate=validate.Length(max=200, error="too_many"))
    position = fields.Integer(validate=validate.Range(0, 10_000, error="out_of_range"))


class DefineFieldSchema(ChangeFieldSchema):
    """A field of the house's own."""

    command = DefineField
    key = fields.String(required=True, validate=length(1, 40))
    type = fields.Enum(FieldType, by_value=True, required=True)


class AnsweredChoiceSchema(AnswerSchema):
    """One value of a choice, with its words."""

    value = fields.String()
    zh = fields.String()
    en = fields.String()


class FieldSchema(AnswerSchema):
    """A field of the house's own. ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    key = fields.String()
    type = fields.String()
    title_zh = fields.String()
    title_en = fields.String()
    required = fields.Boolean()
    searchable = fields.Boolean()
    personal = fields.Boolean()
    default = fields.Raw()
    choices = fields.List(fields.Nested(AnsweredChoiceSchema))
    position = fields.Integer()
    active = fields.Boolean()
    actions = fields.List(fields.String())


class FieldsSchema(AnswerSchema):
    """The fields of a kind of record. ``actions``: whether the one who asks may define another one."""

    fields_ = fields.List(fields.Nested(FieldSchema), data_key="fields")
    actions = fields.List(fields.String())


class FillInSchema(CommandSchema):
    """Values by the keys of their fields; null empties one."""

    command = FillIn
    values = fields.Dict(keys=fields.String(validate=length(1, 40)), values=fields.Raw(allow_none=True), required=True)


class CustomFilter(fields.Field[dict[str, Any]]):
    """What a list is narrowed by in the fields of the house's own: an object of values by key, written as JSON."""

    default_error_messages = {"invalid": "not_an_object"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> dict[str, Any]:
        try:
            read = orjson.loads(value)
        except (orjson.JSONDecodeError, TypeError):
            raise self.make_error("invalid") from None
        if not isinstance(read, dict):
            raise self.make_error("invalid")
        return read


class ValuesSchema(AnswerSchema):
    """What a record holds in its fields, and the version that the record has. ``actions``: whether the one who asks may
    fill them in."""

    id = fields.UUID()
    version = fields.Integer()
    custom = fields.Dict()
    actions = fields.List(fields.String())
