"""What waits for a check by the person: entries and changes of verified data, each compared with the form."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.formats import ago, filled
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import field_label

page = Blueprint("checks", __name__, url_prefix="/checks", template_folder="templates")
ENTRIES = Table(
    cells="checks/_cells.html",
    columns=(
        Column("name", _l("Customer"), cell="customer"),
        Column("region", _l("Region")),
        Column("mobile", _l("Mobile")),
        Column("owner_name", _l("Owner")),
        Column("created_at", _l("Entered"), ago),
    ),
)
COMPARED = Table(
    card=False,
    looks="table-sm",
    columns=(
        Column("field", _l("Field"), field_label, heads=True),
        Column("before", _l("Checked value"), filled),
        Column("after", _l("New value"), filled, looks="fw-bold"),
    ),
)
NO_ENTRY = Empty(
    _l("Nothing waits for a check"), _l("New entries appear here as soon as they are handed in."), "checklist"
)


def waiting_changes(**asked: Any) -> Record:
    """A page of the changes that wait, each with its fields one below the other."""
    found = customer.list_change_requests(status="waiting", **asked)
    return {
        **found,
        "items": [
            {**each, "lines": [{"field": name, "before": b, "after": a} for name, (b, a) in each["changes"].items()]}
            for each in found["items"]
        ],
    }


ListPage(
    page,
    "list",
    Looks(NO_ENTRY, "checks/index.html", table=ENTRIES),
    find=partial(customer.list_customers, to_check=True),
)
changes = ListPage(
    page,
    "requests",
    Looks(
        Empty(_l("Nothing waits for a check"), icon="checklist"), "checks/requests.html", item="checks/_request.html"
    ),
    find=waiting_changes,
    extras=lambda found: {"compared": COMPARED},
    path="/changes",
    endpoint="requests",
)
changes.command(
    "approve",
    customer.approve_change,
    said=_l("The change is in force."),
    title=_l("Approve"),
    icon="check",
    leads=True,
)
changes.command(
    "reject",
    customer.reject_change,
    said=_l("The change was rejected."),
    title=_l("Reject"),
    icon="x",
    fields=(Field("reason", look="textarea"),),
)
