"""The tables of what people add to records: notes, tags, attachments, fields of their own.

``kind`` and ``record_id`` name the record that something hangs on: the name of its table, and its id.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.db.base import chassis_metadata
from chassis.db.models import TYPES, Tracked, Versioned, coded


class Kept(StrEnum):
    """Whether something still stands, a newer version has taken its place, or its author has withdrawn it. Nothing is
    deleted."""

    STANDING = "standing"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class FieldType(StrEnum):
    """What a field of the house's own holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PERSON = "person"
    LINK = "link"


class AnnotationBase(DeclarativeBase):
    """The base of these tables; they stand among the chassis' own in every service's database."""

    metadata = chassis_metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES | coded(Kept, FieldType)


class Note(Tracked, Versioned, AnnotationBase):
    """What somebody wrote down at a record. ``mentions``: the persons who are meant by it."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_record", "kind", "record_id", "id"),)

    kind: Mapped[str]
    record_id: Mapped[UUID]
    text: Mapped[str]
    mentions: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    status: Mapped[Kept] = mapped_column(default=Kept.STANDING)
    author_id: Mapped[UUID]
    author_name: Mapped[str]


class Attachment(Tracked, Versioned, AnnotationBase):
    """A file at a record. Its bytes lie in the storage under ``sha256``; ``size`` is in bytes.

    ``media_type`` is what the bytes are, whatever the file is called; ``pages``: how many pictures it can be shown as,
    none when it can only be fetched. Versions of one paper share the ``series_id``, that of the first, and are counted
    by ``number``.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_record", "kind", "record_id", "id"),
        Index("uq_attachment_series_id_number", "series_id", "number", unique=True),
    )

    kind: Mapped[str]
    record_id: Mapped[UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    pages: Mapped[int] = mapped_column(default=0, server_default="0")
    series_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    status: Mapped[Kept] = mapped_column(default=Kept.STANDING)
    author_id: Mapped[UUID]
    author_name: Mapped[str]


class Tag(Tracked, Versioned, AnnotationBase):
    """A word that records of one kind can be marked with; one that is not ``active`` is offered no more."""

    __tablename__ = "tag"
    __table_args__ = (Index("uq_tag_kind_name", "kind", text("lower(name)"), unique=True),)

    kind: Mapped[str]
    name: Mapped[str]
    color: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class Tagging(AnnotationBase):
    """That a record has a tag, or (not ``active``) has had it."""

    __tablename__ = "tagging"
    __table_args__ = (Index("ix_tagging_tag_id_record_id", "tag_id", "record_id", postgresql_where="active"),)

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    active: Mapped[bool]


class CustomField(Tracked, Versioned, AnnotationBase):
    """A field of the house's own for one kind of record.

    ``key``: under which a record keeps its value. ``choices``: of a choice the values, each with its words in both
    languages. ``searchable``: lists can be narrowed by it. ``personal``: masked like a telephone number. One that is
    not ``active`` is asked for no more; what was filled in stays.
    """

    __tablename__ = "custom_field"
    __table_args__ = (Index("uq_custom_field_kind_key", "kind", "key", unique=True),)

    kind: Mapped[str]
    key: Mapped[str]
    type: Mapped[FieldType]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    required: Mapped[bool] = mapped_column(default=False)
    searchable: Mapped[bool] = mapped_column(default=False)
    personal: Mapped[bool] = mapped_column(default=False)
    default: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    choices: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Customizable:
    """A record with fields of the house's own: key -> value, as the field's type is written in JSON. A table that has
    it has an index ``ix_<table>_custom`` (GIN, jsonb_path_ops), by which lists are narrowed."""

    custom: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
