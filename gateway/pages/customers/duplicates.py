"""Customers that are there twice: the list to work off, two beside each other, and the merge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.mechanism.form import Field, Form
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.sent import perform
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.pages.customers.fields import CHOSEN, OF_KIND
from gateway.pages.customers.views import record
from gateway.render import Failure, attempt, go, show
from gateway.words import field_label, label

page = Blueprint("duplicates", __name__, url_prefix="/duplicates")

COMPARED = Table(
    cells="customers/_merge_cells.html",
    looks="table-vcenter card-table",
    card=False,
    columns=(
        Column("title", _l("Field"), heads=True),
        Column("here", _l("Goes on")),
        Column("there", _l("Goes into it")),
        Column("take", _l("Take from the second"), cell="take"),
    ),
)
MERGE = Form(
    customer.merge_customer,
    (
        Field("absorbed_id", look="hidden"),
        Field("absorbed_version", look="hidden"),
        Field("take"),
    ),
)

pairs = ListPage(
    page,
    "likely-pairs",
    Looks(
        Empty(
            _l("No customer seems to be there twice"),
            _l("Every night all customers are compared; what looks alike is listed here."),
            icon="users",
        ),
        "customers/duplicates.html",
        item="customers/_pair.html",
        above="customers/_look_now.html",
        unfit=Empty(_l("None of them"), icon="users"),
    ),
    find=customer.list_likely_pairs,
    filters=(Filter("status", _l("Status"), choice="pair_status", value="open", blank=False),),
)
pairs.adds(
    "find",
    customer.find_likely_pairs,
    path="/find",
    said=_l("All customers are looked through now; load this page again in a minute."),
    title=_l("Look through all customers now"),
    icon="refresh",
    tone="btn-sm",
)
pairs.command(
    "differ",
    customer.tell_apart,
    said=_l("Remembered: these are two."),
    title=_l("These are two"),
    icon="arrows-split",
)

record.command(
    "separate",
    customer.separate_customer,
    said=_l("They are two again; each has what was its own."),
    title=_l("Take apart again"),
    icon="arrows-split",
)


@page.get("/of/<uuid:id>")
def of(id: UUID) -> BaseResponse:
    """Who may be the same as a customer, and a way to name another one."""
    code, refused = request.args.get("code", "").strip(), ""
    if code:
        found = [each for each in customer.list_customers(q=code, limit=2)["items"] if each["id"] != str(id)]
        if len(found) == 1:
            return redirect(url_for(".compare", id=id, other=found[0]["id"]), 303)
        refused = str(_("Nobody else is found by this, or more than one. Type the whole code."))
    likely = customer.list_likely(id)["items"]
    return show("customers/duplicates_of.html", id=id, likely=likely, code=code, refused=refused)


@page.get("/<uuid:id>/with/<uuid:other>")
def compare(id: UUID, other: UUID) -> Response:
    """Two customers beside each other: which one goes on, and what it takes from the other."""
    return _compare(id, other)


@page.post("/<uuid:id>/with/<uuid:other>")
def merge(id: UUID, other: UUID) -> BaseResponse:
    """Make the second a part of the first, and lead to it."""
    made = attempt("merge", lambda: perform(customer.merge_customer, MERGE.sent(), id=id))
    if isinstance(made, Failure):
        return _compare(id, other, made)
    waiting = made["change_request"]
    said = _("Asked for: they are one once somebody else has checked it.") if waiting else _("They are one now.")
    return go(url_for("customers.detail", id=id), said)


def compared(here: Mapping[str, Any], there: Mapping[str, Any]) -> list[Record]:
    """The fields of two customers side by side; of those that differ the value of the second can be taken, and is
    proposed where the first has none."""
    return [
        {
            "name": name,
            "title": field_label(name),
            "here": _shown(name, here[name]),
            "there": _shown(name, there[name]),
            "differs": name != "external_code" and here[name] != there[name],
            "proposed": not here[name] and bool(there[name]),
        }
        for name in OF_KIND[here["kind"]]
        if here[name] or there[name]
    ]


def _shown(name: str, value: Any) -> str:
    return "—" if value in (None, "") else str(label(name, value)) if name in CHOSEN else str(value)


def _compare(id: UUID, other: UUID, failure: Failure | None = None) -> Response:
    here, there = customer.read_customer(id), customer.read_customer(other)
    if here["kind"] != there["kind"]:
        raise ServiceError(422, "other_kind")
    rows = compared(here, there)
    taken = failure.values.getlist("take") if failure else [row["name"] for row in rows if row["proposed"]]
    form = MERGE.drawn(
        url_for(".merge", id=id, other=other),
        "merge",
        failure=failure,
        values={"absorbed_id": there["id"], "absorbed_version": there["version"]},
        version=here["version"],
        target="#form",
        reload=url_for(".compare", id=id, other=other),
        submit=_l("Make them one"),
    )
    return show(
        "customers/merge.html",
        fragment="customers/_merge.html",
        failure=failure,
        form=form,
        first=here,
        second=there,
        rows=[{**row, "taken": row["name"] in taken} for row in rows],
        table=COMPARED,
    )
