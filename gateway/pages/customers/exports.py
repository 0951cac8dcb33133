"""Exports: ask for a file of the list, agree to large ones, fetch it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import auth, customer
from gateway.forms import given
from gateway.i18n import language
from gateway.lists import whole
from gateway.mechanism.files import passed_on
from gateway.mechanism.form import DrawnForm, Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Empty
from gateway.pages.customers.lists import EXPORTS, FILTERS
from gateway.pages.customers.own_fields import narrowing_sent

page = Blueprint("exports", __name__, url_prefix="/exports")
FORMATS = (("xlsx", _l("Workbook (.xlsx)")), ("csv", _l("Text (.csv)")))


def progress_of(found: Mapping[str, Any]) -> Record:
    """Whether something is being made, or waits for somebody's consent, and whose."""
    statuses = {each["status"] for each in found["items"]}
    waits = "waiting" in statuses
    approvers = whole(auth.list_colleagues, permission="export:approve", over_me=True) if waits else []
    return {"running": "running" in statuses, "waits": waits, "approvers": [each["name"] for each in approvers[:12]]}


def wanted() -> Record:
    """What the list was narrowed by when it was asked for as a file."""
    return given(*(each.name for each in FILTERS)) | narrowing_sent() | {"in_use": True}


exports = ListPage(
    page,
    "exports",
    Looks(
        Empty(_l("No export yet"), _l("Filter the list of customers, then export what it shows."), "file-export"),
        "customers/exports_index.html",
        table=EXPORTS,
        above="customers/_progress.html",
    ),
    find=customer.list_own_exports,
    extras=progress_of,
)
exports.adds(
    "export",
    customer.ask_export,
    said=_l("Asked for. A large file waits for somebody else's consent."),
    see=lambda made: url_for(".index"),
    title=_l("Export"),
    fields=(
        Field("format", _l("Form"), value="xlsx", required=True, pairs=lambda: FORMATS),
        Field("language", look="none", read=language),
        Field("wanted", look="none", read=wanted),
    ),
)

to_approve = ListPage(
    page,
    "exports",
    Looks(
        Empty(_l("Nothing waits for your consent"), icon="file-check"),
        "customers/exports_to_approve.html",
        item="customers/_export_to_approve.html",
        below="customers/_export_limit.html",
    ),
    find=customer.list_exports_to_approve,
    path="/to-approve",
    endpoint="to_approve",
    rows_at="",
    extras=lambda found: {"policy": customer.read_export_policy(), "file_policy": customer.read_import_policy()},
)
to_approve.command(
    "approve",
    customer.approve_export,
    said=_l("Agreed: the file is being made."),
    title=_l("Agree"),
    icon="check",
    leads=True,
)
to_approve.command(
    "refuse",
    customer.refuse_export,
    said=_l("Refused."),
    title=_l("Refuse"),
    icon="x",
    fields=(Field("reason", look="textarea"),),
)
to_approve.adds(
    "edit",
    customer.set_export_limit,
    path="/limit",
    record="policy",
    always=False,
    clears=True,
    said=_l("Changed."),
    title=_l("Change the limit"),
    icon="pencil",
    tone="btn-sm",
    fields=(Field("rows_unasked"), Field("questions_an_hour")),
    submit=_l("Save"),
)


to_approve.adds(
    "set-limit",
    customer.set_import_limit,
    path="/file_limit",
    record="file_policy",
    always=False,
    clears=True,
    said=_l("Changed."),
    title=_l("Change the limit"),
    icon="pencil",
    tone="btn-sm",
    fields=(Field("rows_unasked", _l("Transactions of a file without a check")),),
    submit=_l("Save"),
)


@page.get("/<uuid:id>/file")
def file(id: UUID) -> Response:
    """The finished file of an export."""
    return passed_on(customer.download_export(id), f"export-{id}")


def asking() -> DrawnForm:
    """The form that asks for a file of what the list of customers shows."""
    url = url_for("customers.exports.index_export")
    return exports.own["export"].action.form.drawn(url, "export", submit=_l("Export"))
