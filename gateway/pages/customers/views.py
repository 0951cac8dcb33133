"""Customers: find, enter, look at, change, hand over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from contracts.masking import MASKS
from gateway.clients import Record
from gateway.clients.generated import auth, customer
from gateway.forms import text
from gateway.lists import whole
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.record import RecordPage
from gateway.mechanism.sent import perform
from gateway.pages.customers.activity import describe_change
from gateway.pages.customers.exports import asking
from gateway.pages.customers.fields import CHOSEN, CONTACT, EDIT, NEW, NOT_ASKED_FOR, OF_KIND
from gateway.pages.customers.lists import FILTERS, NONE_FITS, NONE_YET, TABLE
from gateway.render import Failure, attempt, go, show
from gateway.sessions import may
from gateway.words import CHOICES

page = Blueprint("customers", __name__, url_prefix="/customers", template_folder="templates")
page.add_app_template_global(describe_change)
_CASE_CODE = re.compile(r"[FXfx]\d{10,}[0-9A-Za-z]")

ListPage(
    page,
    "list",
    Looks(NONE_YET, "customers/index.html", table=TABLE, unfit=NONE_FITS, above="customers/_above.html"),
    find=customer.list_customers,
    count=customer.count_customers,
    filters=FILTERS,
    extras=lambda found: {"export": asking()},
)


def revealing() -> list[tuple[str, str]]:
    """The purposes for which somebody may ask for plain values."""
    return [(code, str(words)) for code, words in CHOICES["purpose"].items() if code not in NOT_ASKED_FOR]


def standing_of(record: Mapping[str, Any]) -> Record:
    """What the page shows of where a customer stands."""
    status = record["status"]
    return {
        "fields": [name for name in OF_KIND[record["kind"]] if name != "name"],
        "chosen": CHOSEN,
        "active": status == "active",
        "entered": status in {"active", "disabled"},
        "returned": record["returned_reason"] if status == "returned" else "",
        "disabled": record["disabled_reason"] if status == "disabled" else "",
    }


record = RecordPage(page, "customer", folder="customers", load=customer.read_customer, extras=standing_of)
record.command(
    "submit",
    customer.submit_customer,
    said=_l("Handed in for its check."),
    title=_l("Hand in for check"),
    icon="send",
    leads=True,
)
record.command(
    "approve",
    customer.approve_customer,
    said=_l("Checked: this is a customer now."),
    title=_l("It agrees with the form: approve"),
    icon="check",
    leads=True,
)
record.command(
    "return",
    customer.return_customer,
    said=_l("Returned to its author."),
    title=_l("Return to the author"),
    icon="arrow-back-up",
    fields=(Field("reason", _l("What does not agree?"), look="textarea"),),
    submit=_l("Return"),
)
record.command(
    "disable",
    customer.disable_customer,
    said=_l("Disabled. Nothing is deleted; it can be enabled again."),
    title=_l("Disable"),
    icon="ban",
    submit_tone="btn-danger",
    fields=(Field("reason", look="textarea"),),
)
record.command("enable", customer.enable_customer, said=_l("Enabled again."), title=_l("Enable again"), icon="rotate")
record.command(
    "give",
    customer.give_customer,
    path="owner",
    see=lambda given: url_for(".index"),
    said=lambda given: _("%(name)s is handed over.", name=given["name"]),
    fields=(Field("owner_id", _l("New owner"), look="select", blank=_l("Choose …")),),
)
record.adds(
    "records",
    customer.add_record,
    said=_l("Noted."),
    title=_l("Note what was done"),
    icon="pencil-plus",
    fields=(Field("kind", choice="record_kind", value="call"), Field("text", look="textarea")),
    submit=_l("Note"),
)
record.adds(
    "contacts",
    customer.add_contact,
    said=_l("Contact added."),
    title=_l("Add a contact"),
    icon="user-plus",
    tone="btn-sm",
    fields=CONTACT,
    submit=_l("Add"),
)
record.adds(
    "reveal",
    customer.reveal_customer,
    shows="customers/_plain.html",
    said="",
    title=_l("Show plain"),
    icon="eye",
    tone="btn-sm",
    fields=(
        Field("purpose", look="select", pairs=revealing, blank=_l("Choose …")),
        Field(
            "note",
            _l("What for, in a few words"),
            look="textarea",
            hint=_l("Goes on record with your name and the time."),
        ),
    ),
    submit=_l("Show"),
)


@page.get("/search")
def search() -> BaseResponse:
    """What the top line finds: the record itself when there is only one, else the list."""
    asked = request.args.get("q", "").strip()
    if _CASE_CODE.fullmatch(asked) and may("case:read"):
        return redirect(url_for("cases.index", q=asked), 303)
    found = customer.list_customers(q=asked, limit=2)["items"] if asked else []
    if len(found) == 1:
        return redirect(url_for(".detail", id=found[0]["id"]), 303)
    return redirect(url_for(".index", q=asked or None), 303)


@page.get("/choices")
def choices() -> list[dict[str, str]]:
    """Active customers for a chooser: value is the code."""
    asked = request.args.get("q", "").strip()
    found = customer.list_customers(q=asked, status="active", limit=15)["items"] if asked else []
    return [
        {"value": each["code"] or "", "text": each["name"] or "", "more": f"{each['code']} {each['region']}".strip()}
        for each in found
    ]


@page.get("/new")
def new() -> Response:
    """The form of a new customer, person or company."""
    kind = request.args.get("kind", "person")
    return _new(kind if kind in OF_KIND else "person")


@page.post("/new")
def add() -> BaseResponse:
    """Enter a customer, and lead on to it."""
    kind = _kind()
    made = attempt("customer", lambda: perform(customer.add_customer, NEW[kind].sent()))
    if isinstance(made, Failure):
        return _new(kind, made)
    said = _("Entered and handed in for its check.") if text("then") == "submit" else _("Kept as a draft.")
    return go(url_for(".detail", id=made["id"]), said)


@page.get("/<uuid:id>/edit")
def edit(id: UUID) -> Response:
    """The form to change a customer."""
    return _edit(customer.read_customer(id))


@page.post("/<uuid:id>/edit")
def change(id: UUID) -> BaseResponse:
    """Change a customer, and lead back to it."""
    sent = EDIT[_kind()].sent()
    made = attempt("customer", lambda: perform(customer.change_customer, sent, id=id))
    if isinstance(made, Failure):
        return _edit(customer.read_customer(id), made)
    waiting = made["change_request"]
    said = _("The change of verified data waits for somebody else's check.") if waiting else _("Changed.")
    return go(url_for(".detail", id=id), said)


@page.get("/<uuid:id>/owners")
def owners(id: UUID) -> Response:
    """The form that hands the customer over; its chooser comes from another service than the record."""
    people = whole(auth.list_colleagues, permission="customer:write")
    pairs = [(each["id"], f"{each['name']} · {each['department_name'] or ''}") for each in people]
    form = record.actions["give"].form.drawn(
        url_for(".give", id=id),
        "give",
        pairs={"owner_id": pairs},
        version=request.args.get("version", ""),
        submit=_l("Hand over"),
    )
    return show("customers/owner.html", fragment="customers/_owner.html", id=id, form=form)


def _kind() -> str:
    kind = text("kind")
    return kind if kind in OF_KIND else abort(400)


def _new(kind: str, failure: Failure | None = None) -> Response:
    form = NEW[kind].drawn(url_for(".add"), "customer", failure=failure, target="#form")
    return show("customers/form.html", fragment="customers/_form.html", failure=failure, form=form, kind=kind)


def _edit(known: Any, failure: Failure | None = None) -> Response:
    kind = known["kind"]
    form = EDIT[kind].drawn(
        url_for(".change", id=known["id"]),
        "customer",
        record=known,
        failure=failure,
        leave_out=MASKS.keys() if known["masked"] else (),
        version=known["version"],
        target="#form",
        reload=url_for(".edit", id=known["id"]),
        submit=_l("Save"),
    )
    checked = known["status"] == "active"
    return show(
        "customers/edit.html",
        fragment="customers/_edit.html",
        failure=failure,
        form=form,
        customer=known,
        checked=checked,
    )
