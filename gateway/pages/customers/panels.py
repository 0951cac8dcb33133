"""The panels of a customer's page that come from elsewhere or are long: each is a page of its own as well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer, feedback, reporting
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back, add_panel
from gateway.mechanism.papers import Papers
from gateway.mechanism.table import Empty
from gateway.pages.customers import own_fields
from gateway.pages.customers.fields import CONTACT, NOTE
from gateway.pages.customers.lists import FIGURES, NO_TRANSACTION, ODDITIES, TRANSACTIONS
from gateway.pages.customers.views import page, record
from gateway.words import label

BACK = Back(".detail", _l("Customer"))
ACTIVITY: Any = {"framed": False, "tag": "ol", "classes": "activity m-3"}
TIGHT: Any = {"framed": False, "tag": "ul", "classes": "tight"}


def tier_of(id: UUID) -> Record:
    """A customer's tier, and the figures that it was held against."""
    tier = reporting.read_current_tier(id)
    reached = {"title": _("Reached"), "amount": tier["amount"], "quantity": tier["quantity"]}
    thresholds: Any = tier["thresholds"] or {}
    asked = [
        {"title": f"{label('tier', name)} ≥", **thresholds[name]}
        for name in ("potential", "vip")
        if thresholds.get(name)
    ]
    return {"tier": tier, "figures": [reached, *asked], "figures_table": FIGURES}


def likely_of(id: UUID) -> Record:
    """Who may be the same customer, for who checks the entry."""
    return {"likely": customer.list_likely(id)["items"]}


def rhythm_of(id: UUID) -> Record:
    """How a customer of its tier is served, and by when it is to be contacted."""
    return {"rhythm": customer.read_customer_rhythm(id)}


def newest_cases(id: UUID) -> Record:
    """The newest cases of a customer."""
    return {"found": feedback.list_cases(customer_id=id, limit=8)}


add_panel(page, "/<uuid:id>/tier", "tier_panel", _l("Why this tier"), "customers/_tier.html", tier_of, back=BACK)
add_panel(
    page,
    "/<uuid:id>/rhythm",
    "rhythm_panel",
    _l("How it is served"),
    "customers/_rhythm.html",
    rhythm_of,
    back=BACK,
)
add_panel(
    page,
    "/<uuid:id>/cases",
    "cases_panel",
    _l("Cases"),
    "customers/_cases.html",
    newest_cases,
    back=BACK,
)
add_panel(
    page,
    "/<uuid:id>/likely",
    "likely_panel",
    _l("Likely there already"),
    "customers/_likely.html",
    likely_of,
    back=BACK,
)
ListPage(
    page,
    "customer-transactions",
    Looks(NO_TRANSACTION, table=TRANSACTIONS, framed=False),
    find=customer.list_transactions,
    path="/<uuid:id>/transactions",
    endpoint="transactions_panel",
    size=12,
    title=_l("Transactions"),
    back=BACK,
)
ListPage(
    page,
    "moments",
    Looks(Empty(_l("Nothing yet."), icon="clock"), item="customers/_moment.html", **ACTIVITY),
    find=customer.list_timeline,
    path="/<uuid:id>/timeline",
    endpoint="timeline_panel",
    size=40,
    title=_l("What happened"),
    back=BACK,
)
ListPage(
    page,
    "changes",
    Looks(Empty(_l("Nothing yet."), icon="clock"), item="customers/_change.html", **ACTIVITY),
    find=customer.list_changes,
    path="/<uuid:id>/changes",
    endpoint="changes_panel",
    size=20,
    title=_l("All changes"),
    back=BACK,
)
ListPage(
    page,
    "readings",
    Looks(Empty(_l("Nothing yet."), icon="eye"), item="customers/_reading.html", **TIGHT),
    find=customer.list_readings,
    path="/<uuid:id>/readings",
    endpoint="readings_panel",
    size=20,
    title=_l("Who has read this"),
    back=BACK,
)


page.add_url_rule("/<uuid:id>/own-fields", "own_fields", own_fields.own_panel)
page.add_url_rule("/<uuid:id>/own-fields", "fill_in", own_fields.fill_in, methods=["POST"])
Papers(
    record,
    find=customer.list_customer_attachments,
    attach=customer.attach_to_customer,
    fetch=customer.fetch_customer_attachment,
    preview=customer.preview_customer_attachment,
    withdraw=customer.withdraw_customer_attachment,
    back=BACK,
)
ListPage(
    page,
    "implausible",
    Looks(
        Empty(_l("No date, no sign and no return that cannot be true"), icon="calendar-check"),
        "customers/implausible.html",
        table=ODDITIES,
    ),
    find=customer.list_implausible,
    path="/implausible",
    endpoint="implausible",
)


def contacts_of(id: UUID, **_page: Any) -> Record:
    """All contacts of a customer; there is no second page of them."""
    found = customer.list_contacts(id)["items"]
    return {"items": [{**each, "waits": each["status"] == "proposed"} for each in found], "next": None}


contacts = ListPage(
    page,
    "customer-contacts",
    Looks(
        Empty(_l("Nobody entered yet."), icon="address-book"),
        item="customers/_contact.html",
        target="#contacts-body",
        **TIGHT,
    ),
    find=contacts_of,
    path="/<uuid:id>/contacts",
    endpoint="contacts_panel",
    see=".detail",
    title=_l("Contacts"),
    back=BACK,
)
contacts.command(
    "edit",
    customer.change_contact,
    path="",
    said=_l("Contact changed."),
    title=_l("Change"),
    tone="btn-sm btn-ghost-secondary",
    fields=CONTACT,
    clears=True,
    submit=_l("Save"),
)
contacts.command(
    "approve", customer.approve_contact, said=_l("Contact accepted."), title=_l("Accept"), tone="btn-sm", leads=True
)
contacts.command(
    "refuse",
    customer.refuse_contact,
    said=_l("Contact refused."),
    title=_l("Refuse"),
    tone="btn-sm",
    fields=(Field("reason", look="textarea"),),
)
contacts.command("disable", customer.disable_contact, said=_l("Contact disabled."), title=_l("Disable"), tone="btn-sm")
contacts.command(
    "enable", customer.enable_contact, said=_l("Contact enabled."), title=_l("Enable again"), tone="btn-sm"
)

notes = ListPage(
    page,
    "contact-notes",
    Looks(
        Empty(_l("Nobody has noted a contact yet."), icon="message-dots"),
        item="customers/_note.html",
        target="#notes-body",
        tag="ul",
        classes="tight",
        framed=False,
    ),
    find=customer.list_records,
    path="/<uuid:id>/notes",
    endpoint="notes_panel",
    size=10,
    see=".detail",
    title=_l("Contacts with the customer"),
    back=BACK,
)
notes.command(
    "edit",
    customer.change_record,
    path="",
    said=_l("Note changed."),
    title=_l("Change"),
    tone="btn-sm btn-ghost-secondary",
    fields=NOTE,
    clears=True,
    submit=_l("Save"),
)
notes.command(
    "withdraw",
    customer.withdraw_record,
    said=_l("Note withdrawn. It stays to be read, struck through."),
    title=_l("Withdraw"),
    tone="btn-sm btn-ghost-secondary",
    fields=(Field("reason", look="textarea"),),
)
