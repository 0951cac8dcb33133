"""The check of one entry: its paper on the left, every field of the form on the right, by keyboard too."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.mechanism.form import Field
from gateway.mechanism.record import RecordPage
from gateway.pages.checks.views import page
from gateway.pages.customers.fields import CHOSEN, OF_KIND
from gateway.render import go
from gateway.words import field_label, label

DIFFERS, NOTE = "differs-", "note-"
"""What the names of a field's box and of its note begin with."""


def differing() -> dict[str, str]:
    """The fields that were marked as differing from the paper, each with what was noted."""
    marked = [name.removeprefix(DIFFERS) for name in request.form if name.startswith(DIFFERS)]
    return {name: request.form.get(NOTE + name, "").strip() for name in marked}


def compared(entry: Any) -> Record:
    """Every field of the form, filled in or not, with what was noted of it the last time."""
    rows = []
    for name in OF_KIND[entry["kind"]]:
        value = entry[name]
        shown = label(name, value) if name in CHOSEN and value else value
        rows.append(
            {"name": name, "title": field_label(name), "value": shown, "before": entry["returned_fields"].get(name)}
        )
    return {"rows": rows}


def onward(_done: Any) -> str:
    """On to what waits next."""
    return url_for(".next_entry")


entry = RecordPage(
    page,
    "entry",
    folder="checks",
    load=customer.read_customer,
    extras=compared,
    endpoint="entry",
    whole="entry",
    part="_entry",
)
entry.command(
    "approve",
    customer.approve_customer,
    see=onward,
    said=_l("Checked: this is a customer now."),
    title=_l("It agrees with the form: approve"),
    icon="check",
    leads=True,
)
entry.command(
    "return",
    customer.return_customer,
    see=onward,
    said=_l("Returned to its author."),
    title=_l("Return to the author"),
    icon="arrow-back-up",
    fields=(
        Field("reason", _l("What else is to be said?"), look="textarea", required=False),
        Field("differs", look="none", read=differing),
    ),
    submit=_l("Return"),
)


@page.get("/next")
def next_entry() -> BaseResponse:
    """The entry that waits longest for the person's check; the list when there is none."""
    found = customer.list_customers(to_check=True, sort="created_at", limit=1)["items"]
    return go(url_for(".entry", id=found[0]["id"]) if found else url_for(".index"))
