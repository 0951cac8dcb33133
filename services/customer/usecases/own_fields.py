"""The fields that the house has added to customers, as columns of a file."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.annotations.fields import fields_of_kind
from chassis.annotations.tables import CustomField, FieldType
from chassis.context import Context
from services.customer.domain.exporting import OWN, Column
from services.customer.store.exports import names_of_staff
from services.customer.store.models import Customer

YES_NO = {"True": ("是", "yes"), "False": ("否", "no")}


def columns(ctx: Context) -> list[Column]:
    """The columns of those that are asked for, with the words of what they can hold."""
    known = [field for field in fields_of_kind(ctx.session, Customer.__tablename__) if field.active]
    names = names_of_staff(ctx.session) if any(field.type is FieldType.PERSON for field in known) else {}
    return [_column(field, names) for field in known]


def personal_columns(ctx: Context) -> set[str]:
    """Those that are masked to whoever does not see a customer plain."""
    return {OWN + field.key for field in fields_of_kind(ctx.session, Customer.__tablename__) if field.personal}


def _column(field: CustomField, names: Mapping[str, str]) -> Column:
    words = {choice["value"]: (choice["zh"], choice["en"]) for choice in field.choices}
    if field.type is FieldType.YES_NO:
        words = YES_NO
    if field.type is FieldType.PERSON:
        words = {id: (name, name) for id, name in names.items()}
    return Column(OWN + field.key, field.title_zh, field.title_en, words=words)
