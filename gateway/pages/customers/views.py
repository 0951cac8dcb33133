"""Customers: find, enter, look at, change, hand over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
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
from gateway.pages.customers import own_fields
from gateway.pages.customers.activity import compared_of, describe_change
from gateway.pages.customers.exports import asking
from gateway.pages.customers.fields import CHOSEN, COMPARED, CONTACT, EDIT, NEW, NOT_ASKED_FOR, NOTE, OF_KIND, VISIT
from gateway.pages.customers.lists import FILTERS, NONE_FITS, NONE_YET, TABLE
from gateway.render import Failure, attempt, go, show
from gateway.sessions import may, person
from gateway.words import CHOICES, case_of, field_label

page = Blueprint("customers", __name__, url_prefix="/customers", template_folder="templates")
page.add_app_template_global(describe_change)
page.add_app_template_global(compared_of)
_CASE_CODE = re.compile(r"[FXfx]\d{10,}[0-9A-Za-z]")

ListPage(
    page,
    "list",
    Looks(NONE_YET, "customers/index.html", table=TABLE, unfit=NONE_FITS, above="customers/_above.html"),
    find=lambda **asked: customer.list_customers(**own_fields.narrowing(asked), in_use=True),
    count=lambda **asked: customer.count_customers(**own_fields.narrowing(asked), in_use=True),
    filters=FILTERS,
    own=own_fields.own_parts,
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
        "returned": (record["returned_reason"] or _("see the fields")) if status == "returned" else "",
        "disabled": record["disabled_reason"] if status == "disabled" else "",
    }


def why_plain(purpose: str) -> str:
    """Why the numbers of somebody else's customer are plain for now."""
    if case := case_of(purpose):
        said = _(
            "Its numbers are plain to you while case %(code)s is in your hands; reading them is on record.", code=case
        )
        return str(said)
    return str(_("Its numbers are plain to you by a view request; reading them is on record."))


page.add_app_template_global(why_plain)
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
    "withdraw",
    customer.withdraw_customer,
    said=_l("Taken back: it is a draft again."),
    title=_l("Take back to correct"),
    icon="arrow-back-up",
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
    said=lambda known: (
        _("Asked for: it is disabled once somebody else has checked it.")
        if known["change_request"]
        else _("Disabled. Nothing is deleted; it can be enabled again.")
    ),
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
    see=lambda known: url_for(".detail", id=known["id"]) if known["change_request"] else url_for(".index"),
    said=lambda known: (
        _("Asked for: it is handed over once somebody else has checked it.")
        if known["change_request"]
        else _("%(name)s is handed over.", name=known["name"])
    ),
    fields=(Field("owner_id", _l("New owner"), look="select", blank=_l("Choose …")),),
)
record.adds(
    "records",
    customer.add_record,
    said=_l("Noted."),
    title=_l("Note a contact"),
    icon="pencil-plus",
    fields=NOTE,
    submit=_l("Note"),
)
record.adds(
    "contacts",
    customer.add_contact,
    said=lambda made: (
        _("Contact added.") if made["active"] else _("Proposed: the owner or a verifier decides on this contact.")
    ),
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


ENTERED = {
    "submit": _l("Entered and handed in for its check."),
    "draft": _l("Kept as a draft."),
    "service": _l("Handed to customer service. Add a photo or scan of the form below."),
}
"""What is said of a new entry, by the button that was pressed."""


@page.get("/new")
def new() -> Response:
    """The form of a new customer, person or company."""
    kind = request.args.get("kind", "person")
    return _new(kind if kind in OF_KIND else "person")


@page.post("/new")
def add() -> BaseResponse:
    """Enter a customer, and lead on to it."""
    kind = _kind()
    sent = NEW[kind].sent()
    if own := own_fields.values_sent():
        sent.body["custom"] = own
    made = attempt("customer", lambda: perform(customer.add_customer, sent))
    if isinstance(made, Failure):
        return _new(kind, made)
    return go(url_for(".detail", id=made["id"]), str(ENTERED.get(text("then"), ENTERED["draft"])))


@page.get("/<uuid:id>/edit")
def edit(id: UUID) -> Response:
    """The form to change a customer."""
    return _edit(customer.read_customer(id))


@page.post("/<uuid:id>/edit")
def change(id: UUID) -> BaseResponse:
    """Change a customer, and lead back to it."""
    sent = EDIT[_kind()][bool(text("masked"))].sent()
    made = attempt("customer", lambda: perform(customer.change_customer, sent, id=id))
    if isinstance(made, Failure):
        return _edit(customer.read_customer(id), made)
    waiting = made["change_request"]
    said = _("The change waits for somebody else's check.") if waiting else _("Changed.")
    return go(url_for(".detail", id=id), said)


def waiting_fields(known: Mapping[str, Any]) -> list[str]:
    """The fields whose change waits for a check, in words; none where all do, as of a customer of somebody else."""
    if not is_own(known):
        return []
    rules = customer.list_check_policies()["items"]
    rule = next(each for each in rules if (each["kind"], each["tier"]) == (known["kind"], known["tier"]))
    return [field_label(name) for name in rule["waits"] if name in OF_KIND[known["kind"]]]


def is_own(known: Mapping[str, Any]) -> bool:
    """Whether the customer belongs to who asks."""
    return bool(known["owner_id"] == (person() or {}).get("id"))


@page.get("/<uuid:id>/owners")
def owners(id: UUID) -> Response:
    """The form that hands the customer over; its chooser comes from another service than the record."""
    form = record.actions["give"].form.drawn(
        url_for(".give", id=id),
        "give",
        pairs={"owner_id": owners_to_choose()},
        version=request.args.get("version", ""),
        submit=_l("Hand over"),
    )
    return show("customers/owner.html", fragment="customers/_owner.html", id=id, form=form)


def _kind() -> str:
    kind = text("kind")
    return kind if kind in OF_KIND else abort(400)


def _new(kind: str, failure: Failure | None = None) -> Response:
    serves = may("case:handle")
    known = likely_ones() if failure is not None and failure.code == "likely_duplicate" else []
    declared = replace(NEW[kind], fields=(*NEW[kind].fields, *own_fields.form_fields(own_fields.defined())))
    form = declared.drawn(
        url_for(".add"),
        "customer",
        failure=failure,
        target="#form",
        pairs={"owner_id": owners_to_choose() if serves else []},
        leave_out=(*(() if serves else ("owner_id",)), *(() if known else ("confirm_duplicate",))),
    )
    return show(
        "customers/form.html",
        fragment="customers/_form.html",
        failure=failure,
        form=form,
        kind=kind,
        serves=serves,
        likely=known,
    )


def likely_ones() -> Any:
    """Who may be the same customer as the one that stands in the form, those who likely are."""
    typed = {name: text(name) for name in COMPARED if text(name)}
    return [each for each in customer.find_likely(**typed)["items"] if each["likely"]]


def owners_to_choose() -> list[tuple[str, str]]:
    """Everybody who may own a customer."""
    people = whole(auth.list_colleagues, permission="customer:write")
    return [(each["id"], f"{each['name']} · {each['department_name'] or ''}") for each in people]


def _edit(known: Any, failure: Failure | None = None) -> Response:
    kind = known["kind"]
    checked = known["status"] in {"active", "disabled"}
    masks = {name: {"placeholder": known[name]} for name in MASKS if known["masked"] and known.get(name)}
    form = EDIT[kind][known["masked"]].drawn(
        url_for(".change", id=known["id"]),
        "customer",
        record=known,
        failure=failure,
        html=masks,
        leave_out=() if checked else [each.name for each in VISIT],
        version=known["version"],
        target="#form",
        reload=url_for(".edit", id=known["id"]),
        submit=_l("Save"),
    )
    return show(
        "customers/edit.html",
        fragment="customers/_edit.html",
        failure=failure,
        form=form,
        customer=known,
        checked=checked,
        waits=waiting_fields(known) if checked else [],
    )
