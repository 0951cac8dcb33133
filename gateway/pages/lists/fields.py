"""The fields that the house has added to customers: define, change, ask for no more."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.forms import text
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Column, Empty, Table
from gateway.pages.lists.views import page
from gateway.sessions import may

TABLE = Table(
    cells="lists/_field_cells.html",
    columns=(
        Column("title_zh", _l("Name"), cell="title"),
        Column("type", _l("Holds"), cell="kind"),
        Column("choices", _l("Choices"), cell="choices"),
        Column("marks", _l("How it is used"), cell="marks"),
        Column("acts", _l("Actions"), cell="acts", hidden_title=True),
    ),
)
BETWEEN = "|"


def known(**_page: Any) -> Record:
    """All of them, with how each looks in the form that changes it."""
    if not may("record:configure"):
        abort(404)
    found = customer.list_customer_fields()
    return {**found, "items": [{**each, "lines": lines_of(each)} for each in found["fields"]], "next": None}


def lines_of(field: Any) -> list[str]:
    """The choices of a field, one a line: value | Chinese | English."""
    return [f" {BETWEEN} ".join((each["value"], each["zh"], each["en"])) for each in field["choices"]]


def choices() -> list[dict[str, str]]:
    """The choices that were typed, one a line; words that are left out are the value's own."""
    lines = [line for line in request.form.get("choices", "").splitlines() if line.strip()]
    return [_choice([part.strip() for part in line.split(BETWEEN)]) for line in lines]


def _choice(parts: list[str]) -> dict[str, str]:
    value, zh, en, *_more = [*parts, "", ""]
    return {"value": value, "zh": zh or value, "en": en or zh or value}


def position() -> Any:
    """The place among the others; the first when nothing is said."""
    typed = text("position")
    return int(typed) if typed.isdecimal() else (typed or 0)


WORDS = (
    Field("title_zh", of="title_zh", required=True),
    Field("title_en", of="title_en", required=True),
)
MARKS = (
    Field("position", _l("Place among the others"), of="position", look="number", read=position),
    Field("required", _l("Has to be filled in"), of="required"),
    Field("searchable", _l("Stands in the list, which can be narrowed by it"), of="searchable"),
    Field("personal", _l("Personal: hidden like a phone number"), of="personal"),
    Field(
        "choices",
        _l("Choices"),
        look="textarea",
        of="lines",
        wide=True,
        hint=_l("Of a choice, one a line: value | Chinese | English. None can be taken away later."),
        read=choices,
    ),
)

fields = ListPage(
    page,
    "fields",
    Looks(
        Empty(_l("No fields of your own"), _l("What the house wants to know besides can be added here."), "forms"),
        "lists/fields.html",
        table=TABLE,
        above="lists/_new_field.html",
    ),
    find=known,
    extras=lambda found: {"definitions": {"actions": found["actions"]}},
    path="/fields",
    endpoint="fields",
)
fields.adds(
    "define",
    customer.define_customer_field,
    record="definitions",
    always=False,
    said=_l("Added: customers can be filled in now."),
    title=_l("Add a field"),
    icon="plus",
    fields=(
        *WORDS,
        Field(
            "key", _l("Name inside"), hint=_l("Small letters, digits and _: its name in files and programs. It stays.")
        ),
        Field("type", _l("Holds"), choice="field_type"),
        *MARKS,
    ),
    submit=_l("Add"),
)
fields.command(
    "edit",
    customer.change_customer_field,
    path="",
    row_as="field_id",
    said=_l("Changed."),
    title=_l("Change"),
    tone="btn-sm",
    fields=(*WORDS, *MARKS),
    submit=_l("Save"),
)
fields.command(
    "disable",
    customer.disable_customer_field,
    row_as="field_id",
    said=_l("Asked for no more; what was filled in stays."),
    title=_l("Disable"),
    tone="btn-sm",
)
fields.command(
    "enable",
    customer.enable_customer_field,
    row_as="field_id",
    said=_l("Asked for again."),
    title=_l("Enable again"),
    tone="btn-sm",
)
