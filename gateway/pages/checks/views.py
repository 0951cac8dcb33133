"""What waits for a check by the person: entries and changes of verified data, each compared with the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
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
from gateway.pages.customers.activity import compared_of
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
        Column("title", _l("Field"), heads=True),
        Column("before", _l("Checked value"), filled),
        Column("after", _l("New value"), filled, looks="fw-bold"),
        Column("meanwhile", _l("Changed meanwhile to"), looks="text-danger"),
    ),
)
POLICY_WORDS = {"owner_id": _l("Another owner"), "status": _l("Disabling")}
NO_ENTRY = Empty(
    _l("Nothing waits for a check"), _l("New entries appear here as soon as they are handed in."), "checklist"
)


def policy_label(name: str) -> str:
    """The word for what can wait for a check: a field, or what a change of it is."""
    return str(POLICY_WORDS.get(name) or field_label(name))


page.add_app_template_global(policy_label)


def waiting_changes(**asked: Any) -> Record:
    """A page of the changes that wait, each with its fields one below the other."""
    found = customer.list_change_requests(status="waiting", **asked)
    return {
        **found,
        "items": [{**each, "lines": _lines(each)} for each in found["items"]],
    }


def _lines(change: Mapping[str, Any]) -> list[Record]:
    """The fields of a change, each with what somebody has made of it since."""
    since = {field_label(name): value for name, value in change["meanwhile"].items()}
    return [{**asdict(line), "meanwhile": since.get(line.title, "")} for line in compared_of(change)]


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
contacts = ListPage(
    page,
    "contacts",
    Looks(
        Empty(_l("Nothing waits for a check"), icon="checklist"), "checks/contacts.html", item="checks/_contact.html"
    ),
    find=customer.list_proposed_contacts,
    path="/contacts",
    endpoint="contacts",
)
contacts.command(
    "approve", customer.approve_contact, said=_l("Contact accepted."), title=_l("Accept"), icon="check", leads=True
)
contacts.command(
    "refuse",
    customer.refuse_contact,
    said=_l("Contact refused."),
    title=_l("Refuse"),
    icon="x",
    fields=(Field("reason", look="textarea"),),
)
policies = ListPage(
    page,
    "policies",
    Looks(Empty(_l("No policy"), icon="list-check"), "checks/policies.html", item="checks/_policy.html"),
    find=lambda **_page: {**customer.list_check_policies(), "next": None},
    path="/policies",
    endpoint="policies",
)
policies.command(
    "edit",
    customer.set_check_policy,
    path="",
    said=_l("Changed. What waits already goes on waiting."),
    title=_l("Change"),
    icon="pencil",
    tone="btn-sm",
    fields=(Field("waits", look="boxes", of="waits"),),
    pairs=lambda row: {"waits": [(name, policy_label(name)) for name in row["checkable"]]},
    submit=_l("Save"),
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
