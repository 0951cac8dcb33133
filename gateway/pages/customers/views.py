"""Customers: find, enter, look at, change, hand over."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from contracts.masking import MASKS
from gateway.clients import auth, customer
from gateway.forms import filters, key, new_key, sent, text, version
from gateway.pages.customers.fields import FILTERS, NOT_ASKED_FOR, NULLABLE, OF_KIND
from gateway.pages.customers.happenings import told
from gateway.render import Failure, attempt, go, settled, show
from gateway.visits import may
from gateway.words import CHOICES

page = Blueprint("customers", __name__, url_prefix="/customers", template_folder="templates")
page.add_app_template_global(told)

ROWS = 30
_CASE_CODE = re.compile(r"[FXfx]\d{10,}[0-9A-Za-z]")


@page.app_template_global()
def revealing() -> list[tuple[str, str]]:
    """The purposes for which somebody may ask for plain values."""
    return [(code, str(words)) for code, words in CHOICES["purpose"].items() if code not in NOT_ASKED_FOR]


@page.get("")
def index() -> Response:
    asked = filters(*FILTERS)
    found = customer.customers(**asked, after=request.args.get("after"), limit=ROWS)
    count = None if request.args.get("after") else customer.count_customers(**asked)
    return show("customers/index.html", fragment="customers/_list.html", found=found, count=count, asked=asked)


@page.get("/search")
def search() -> BaseResponse:
    """What the top line finds: the record itself when there is only one, else the list."""
    asked = request.args.get("q", "").strip()
    if _CASE_CODE.fullmatch(asked) and may("case:read"):
        return redirect(url_for("cases.index", q=asked), 303)
    found = customer.customers(q=asked, limit=2)["items"] if asked else []
    if len(found) == 1:
        return redirect(url_for(".detail", id=found[0]["id"]), 303)
    return redirect(url_for(".index", q=asked or None), 303)


@page.get("/choices")
def choices() -> list[dict[str, str]]:
    """Active customers for a chooser: value is the code."""
    asked = request.args.get("q", "").strip()
    found = customer.customers(q=asked, status="active", limit=15)["items"] if asked else []
    return [
        {"value": each["code"], "text": each["name"], "more": f"{each['code']} {each['region']}".strip()}
        for each in found
    ]


@page.get("/new")
def new() -> Response:
    kind = request.args.get("kind", "person")
    return _form(kind if kind in OF_KIND else "person")


@page.post("/new")
def add() -> BaseResponse:
    kind = text("kind")
    if kind not in OF_KIND:
        abort(400)
    fields = {name: value for name, value in sent(*OF_KIND[kind]).items() if value}
    made: dict[str, Any] = {}
    submit = text("then") == "submit"
    failure = attempt(
        "customer",
        lambda: made.update(customer.add_customer({"kind": kind, **fields, "submit": submit}, key=key())),
    )
    if failure:
        return _form(kind, failure)
    said = _("Entered and handed in for its check.") if submit else _("Kept as a draft.")
    return go(url_for(".detail", id=made["id"]), said)


@page.get("/<uuid:id>")
def detail(id: UUID) -> Response:
    return show("customers/detail.html", fragment="customers/_record.html", **_record(id))


@page.get("/<uuid:id>/edit")
def edit(id: UUID) -> Response:
    record = customer.customer(id)
    return _form(record["kind"], record=record)


@page.post("/<uuid:id>/edit")
def change(id: UUID) -> BaseResponse:
    kind = text("kind")
    if kind not in OF_KIND:
        abort(400)
    made: dict[str, Any] = {}
    fields = sent(*OF_KIND[kind], nullable=NULLABLE)
    failure = attempt("customer", lambda: made.update(customer.change_customer(id, fields, version=version())))
    if failure:
        return _form(kind, failure, record=customer.customer(id))
    waiting = made.get("change_request")
    said = _("The change of verified data waits for somebody else's check.") if waiting else _("Changed.")
    return go(url_for(".detail", id=id), said)


@page.post("/<uuid:id>/<any(submit, approve, disable, enable):move>")
def move(id: UUID, move: str) -> BaseResponse:
    said = {
        "submit": _("Handed in for its check."),
        "approve": _("Checked: this is a customer now."),
        "disable": _("Disabled. Nothing is deleted; it can be enabled again."),
        "enable": _("Enabled again."),
    }[move]
    body = {"reason": text("reason")} if move == "disable" else {}
    return _moved(id, move, body, said)


@page.post("/<uuid:id>/return", endpoint="give_back")
def give_back(id: UUID) -> BaseResponse:
    return _moved(id, "return", {"reason": text("reason")}, _("Returned to its author."))


@page.post("/<uuid:id>/owner")
def owner(id: UUID) -> BaseResponse:
    return _moved(id, "owner", {"owner_id": text("owner_id")}, _("Handed over."))


@page.get("/<uuid:id>/owners")
def owners(id: UUID) -> Response:
    """The form that hands the customer over; its chooser comes from another service than the record."""
    people = auth.colleagues("customer:write")
    record = {"id": id, "version": request.args.get("version", "")}
    return show("customers/owner.html", fragment="customers/_owner.html", customer=record, people=people, failure=None)


@page.post("/<uuid:id>/reveal")
def reveal(id: UUID) -> Response:
    """The record with its plain values, on this one page and never in an address or a cookie."""
    plain: dict[str, Any] = {}
    failure = attempt("reveal", lambda: plain.update(customer.reveal_customer(id, text("purpose"), text("note"))))
    return show(
        "customers/detail.html",
        fragment="customers/_record.html",
        status=failure.status if failure else 200,
        failure=failure,
        **_record(id),
        revealed=plain,
    )


@page.post("/<uuid:id>/records")
def add_record(id: UUID) -> BaseResponse:
    fields = {"kind": text("kind"), "text": text("text")}
    failure = attempt("record", lambda: customer.add_record(id, fields, key=key()))
    return _settled(id, failure, _("Noted."))


@page.post("/<uuid:id>/contacts")
def add_contact(id: UUID) -> BaseResponse:
    fields = {name: value for name, value in sent("name", "relation", "phone", "email", "notes").items() if value}
    failure = attempt("contact", lambda: customer.add_contact(id, fields, key=key()))
    return _settled(id, failure, _("Contact added."))


@page.post("/<uuid:id>/contacts/<uuid:contact_id>")
def change_contact(id: UUID, contact_id: UUID) -> BaseResponse:
    fields = sent("name", "relation", "phone", "email", "notes")
    failure = attempt(f"contact-{contact_id}", lambda: customer.change_contact(contact_id, fields, version=version()))
    return _settled(id, failure, _("Contact changed."))


@page.post("/<uuid:id>/contacts/<uuid:contact_id>/<any(disable, enable):verb>")
def switch_contact(id: UUID, contact_id: UUID, verb: str) -> BaseResponse:
    failure = attempt(f"contact-{contact_id}", lambda: customer.switch_contact(contact_id, verb, version=version()))
    return _settled(id, failure, _("Contact disabled.") if verb == "disable" else _("Contact enabled."))


def _moved(id: UUID, move: str, body: dict[str, Any], said: str) -> BaseResponse:
    failure = attempt(move, lambda: customer.move_customer(id, move, body, version=version()))
    return _settled(id, failure, said)


def _settled(id: UUID, failure: Failure | None, said: str) -> BaseResponse:
    return settled(
        failure,
        see=url_for(".detail", id=id),
        said=said,
        page="customers/detail.html",
        fragment="customers/_record.html",
        context=lambda: _record(id),
    )


def _record(id: UUID) -> dict[str, Any]:
    record = customer.customer(id)
    return {
        "customer": record,
        "fields": [name for name in OF_KIND[record["kind"]] if name not in {"name"}],
        "contacts": customer.contacts(id),
        "timeline": customer.timeline(id, limit=40),
    }


def _form(kind: str, failure: Failure | None = None, record: dict[str, Any] | None = None) -> Response:
    masked = MASKS.keys() if record and record.get("masked") else ()
    return show(
        "customers/form.html",
        fragment="customers/_form.html",
        status=failure.status if failure else 200,
        failure=failure,
        kind=kind,
        fields=[name for name in OF_KIND[kind] if name not in masked],
        customer=record,
        once=new_key(),
    )
