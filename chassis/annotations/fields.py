"""Fields of the house's own: define them for a kind of record, fill them in, narrow lists by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from chassis.annotations.records import Annotated
from chassis.annotations.tables import CustomField, FieldType
from chassis.annotations.values import KEY, Unfit, fitting
from chassis.auth.directory import staff_of
from chassis.context import Context
from chassis.db import expect_version, one
from chassis.db.trail import record_change
from chassis.errors import Invalid

MOST_FIELDS = 100
"""How many fields of its own a kind of record may have."""

PERSONAL = "personal."
"""What a field's name begins with in the trail when it is personal, so that whoever shows changes masks it."""

MASKED = "***"
HALF_SHOWN = "**"
"""What stands in a value that shows less than it stands for. It is no value of a personal field."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a choice, with its words in both languages."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class DefineField:
    """A field: its key and type, which stay, and what may be changed later."""

    key: str
    type: FieldType
    title_zh: str
    title_en: str
    required: bool = False
    searchable: bool = False
    personal: bool = False
    default: Any = None
    choices: Sequence[Choice] = ()
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class ChangeField:
    """What of a field may be changed. Choices can be added and renamed, none taken away."""

    title_zh: str
    title_en: str
    required: bool = False
    searchable: bool = False
    personal: bool = False
    default: Any = None
    choices: Sequence[Choice] = ()
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class FillIn:
    """Values by key; a key that is not named stays as it is, None empties it."""

    values: Mapping[str, Any]


def fields_of_kind(session: Session, kind: str) -> list[CustomField]:
    """The fields of a kind, in their order, those no longer asked for among them."""
    rows = select(CustomField).where(CustomField.kind == kind).order_by(CustomField.position, CustomField.id)
    return list(session.scalars(rows))


def define_field(ctx: Context, annotated: Annotated, command: DefineField) -> CustomField:
    """Add a field. Records that are there have it empty. Raises Invalid."""
    known = fields_of_kind(ctx.session, annotated.kind)
    if not KEY.fullmatch(command.key):
        raise Invalid(key="not_a_key")
    if command.key in {field.key for field in known}:
        raise Invalid(key="already_taken")
    if len(known) >= MOST_FIELDS:
        raise Invalid(key="too_many_fields")
    field = CustomField(kind=annotated.kind, key=command.key, type=command.type)
    _set(field, command)
    ctx.session.add(field)
    ctx.session.flush()
    return field


def change_field(
    ctx: Context, annotated: Annotated, id: UUID, command: ChangeField, version: int | None
) -> CustomField:
    """Change how a field is called, asked for and shown. Raises NotFound, Stale, Invalid."""
    field = _field(ctx, annotated, id, version)
    if not {choice["value"] for choice in field.choices} <= {choice.value for choice in command.choices}:
        raise Invalid(choices="choice_missing")
    _set(field, command)
    ctx.session.flush()
    return field


def ask_for_field(ctx: Context, annotated: Annotated, id: UUID, version: int | None, *, active: bool) -> CustomField:
    """Ask for a field, or no more; what was filled in stays. Raises NotFound, Stale."""
    field = _field(ctx, annotated, id, version)
    field.active = active
    ctx.session.flush()
    return field


def fill_in(ctx: Context, annotated: Annotated, record_id: UUID, command: FillIn, version: int | None) -> Any:
    """Fill in fields of a record that one may write; returns the record, which has another version then. Each field
    that changes is in the record's trail. Raises NotFound, Stale, Invalid naming each value that does not fit."""
    record = annotated.record(ctx, record_id, annotated.write, lock=True)
    expect_version(record, version)
    fields = {field.key: field for field in fields_of_kind(ctx.session, annotated.kind) if field.active}
    values = _checked(ctx, fields, record.custom, command.values)
    changes = {
        (PERSONAL if fields[key].personal else "custom.") + key: [record.custom.get(key), value]
        for key, value in values.items()
        if record.custom.get(key) != value
    }
    if changes:
        kept = record.custom | values
        record.custom = {key: value for key, value in kept.items() if value is not None}
        record.updated_at = ctx.now
        record_change(ctx, annotated.kind, record_id, "changed", changes)
        ctx.session.flush()
    return record


def present_values(session: Session, annotated: Annotated, record: Any, *, masked: bool) -> dict[str, Any]:
    """What a record holds in its fields, personal ones masked."""
    personal = {field.key for field in fields_of_kind(session, annotated.kind) if field.personal} if masked else set()
    return {key: MASKED if key in personal else value for key, value in record.custom.items()}


def holding(session: Session, model: Any, values: Mapping[str, Any]) -> ColumnElement[bool]:
    """The WHERE of the records of a model whose searchable fields hold these values. Raises Invalid for any other
    field, and for one that is personal: a masked value cannot be guessed by asking for it."""
    fields = {field.key: field for field in fields_of_kind(session, model.__tablename__)}
    wanted: dict[str, Any] = {}
    for key, value in values.items():
        field = fields.get(key)
        if field is None or not field.searchable or field.personal:
            raise Invalid(**{f"custom.{key}": "unknown_field"})
        wanted[key] = _fit(field, [value] if field.type is FieldType.CHOICES else value)
    contains: ColumnElement[bool] = model.custom.contains(wanted)
    return contains


def _checked(
    ctx: Context, fields: Mapping[str, CustomField], known: Mapping[str, Any], sent: Mapping[str, Any]
) -> dict[str, Any]:
    wrong: dict[str, str | list[str]] = {}
    values: dict[str, Any] = {}
    for key, value in sent.items():
        if value == MASKED and key in fields and fields[key].personal and key in known:
            continue  # what a form that showed it masked sends back
        try:
            if key not in fields:
                raise Unfit("unknown_field")
            values[key] = fitting(fields[key].type, value, _values_of(fields[key]))
            if fields[key].personal and HALF_SHOWN in str(values[key]):
                raise Unfit("masked_value")
        except Unfit as error:
            wrong[f"custom.{key}"] = str(error)
    for key, field in fields.items():
        if key not in values and key not in known and field.default is not None:
            values[key] = field.default
        if field.required and values.get(key, known.get(key)) is None and f"custom.{key}" not in wrong:
            wrong[f"custom.{key}"] = "required"
    people = {key: UUID(value) for key, value in values.items() if value and fields[key].type is FieldType.PERSON}
    found = staff_of(ctx.session, people.values())
    wrong |= {f"custom.{key}": "no_such_person" for key, id in people.items() if id not in found}
    if wrong:
        raise Invalid(**wrong)
    return values


def _set(field: CustomField, command: DefineField | ChangeField) -> None:
    for name in ("title_zh", "title_en", "required", "searchable", "personal", "position"):
        setattr(field, name, getattr(command, name))
    values = [choice.value for choice in command.choices]
    chosen = field.type in (FieldType.CHOICE, FieldType.CHOICES)
    if chosen != bool(values) or len(set(values)) != len(values):
        raise Invalid(choices="required" if chosen and not values else "invalid")
    field.choices = [{"value": choice.value, "zh": choice.zh, "en": choice.en} for choice in command.choices]
    field.default = _fit(field, command.default, "default")


def _fit(field: CustomField, value: Any, name: str = "") -> Any:
    try:
        return fitting(field.type, value, _values_of(field))
    except Unfit as error:
        raise Invalid(**{name or f"custom.{field.key}": str(error)}) from None


def _values_of(field: CustomField) -> list[str]:
    return [choice["value"] for choice in field.choices]


def _field(ctx: Context, annotated: Annotated, id: UUID, version: int | None) -> CustomField:
    mine = (CustomField.id == id, CustomField.kind == annotated.kind)
    field = one(ctx.session, select(CustomField).where(*mine), lock=True)
    expect_version(field, version)
    return field
