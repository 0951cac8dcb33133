"""Work by tier: who is to be contacted by when, and how each tier is served."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.formats import day
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Column, Empty, Filter, Table

page = Blueprint("rhythm", __name__, url_prefix="/rhythm")
FILTERS = (
    Filter("reach", _l("All that I see"), choice="rhythm_reach"),
    Filter("tier", _l("Any tier")),
    Filter("due", _l("Any due day"), choice="due_state"),
    Filter("kind", _l("Person or company")),
)
TABLE = Table(
    cells="customers/_due_cells.html",
    columns=(
        Column("name", _l("Customer"), cell="customer"),
        Column("tier", _l("Tier"), cell="tier"),
        Column("due_on", _l("Due on"), cell="due", sort="due_on", looks="nowrap"),
        Column("last_contact_on", _l("Last contact"), cell="last", looks="nowrap"),
        Column("owner_name", _l("Owner")),
        Column("acts", _l("Actions"), cell="acts", hidden_title=True),
    ),
)
NOBODY = Empty(
    _l("Nobody is to be contacted"), _l("Customers of tiers that have a rhythm of contact stand here."), "phone-check"
)
NONE_FITS = Empty(_l("Nobody fits"), _l("Loosen a filter: nobody is due like this."), "zoom-check")


def every(days: int | None) -> str:
    """A rhythm in words."""
    if days is None:
        return str(_("No rhythm"))
    return str(_("Every day") if days == 1 else _("Every %(num)s days", num=days))


page.add_app_template_global(every, "rhythm_in_words")


def due_customers(**asked: Any) -> Record:
    """A page of who is due; above the first one how many are, by tier."""
    found = customer.list_due_customers(**asked)
    reach = {"reach": asked["reach"]} if asked.get("reach") else {}
    return {**found, "tiers": [] if asked.get("after") else customer.count_due_customers(**reach)["items"]}


def as_it_was(_noted: Any = None) -> str:
    """The list, narrowed as it was when somebody noted a contact in it."""
    asked = parse_qs(urlsplit(request.referrer or "").query)
    names = [*(each.name for each in FILTERS), "sort"]
    kept: dict[str, Any] = {name: asked[name][0] for name in names if name in asked}
    return url_for(".index", **kept)


due = ListPage(
    page,
    "due",
    Looks(NOBODY, "customers/due.html", table=TABLE, unfit=NONE_FITS, above="customers/_due_counts.html"),
    find=due_customers,
    filters=FILTERS,
    extras=lambda found: {"tiers": found["tiers"]},
)
due.command(
    "note",
    customer.add_record,
    always=True,
    see=as_it_was,
    said=_l("Noted. The next contact is counted from it."),
    title=_l("Note a contact"),
    icon="pencil-plus",
    tone="btn-sm",
    fields=(
        Field("kind", choice="record_kind", value="call"),
        Field("direction", choice="direction", value="out"),
        Field("text", look="textarea"),
    ),
)

policies = ListPage(
    page,
    "rhythm-policies",
    Looks(Empty(_l("No policy"), icon="list-check"), "customers/rhythm.html", item="customers/_rhythm_policy.html"),
    find=lambda **_page: {**customer.list_rhythm_policies(), "next": None},
    path="/policies",
    endpoint="policies",
)
policies.command(
    "edit",
    customer.set_rhythm_policy,
    path="",
    said=_l("Changed. It holds at once, counted from the last contact of each customer."),
    title=_l("Change"),
    icon="pencil",
    tone="btn-sm",
    clears=True,
    fields=(
        Field("every_days", hint=_l("Empty: no rhythm.")),
        Field("method", look="textarea", wide=True, html={"rows": 8}, hint=_l("Markdown: **bold**, lists with -.")),
    ),
    submit=_l("Save"),
)


def last_contact(value: Any) -> str:
    """The day of the last contact, or that there was none."""
    return day(value) if value else str(_("none yet"))


page.add_app_template_global(last_contact)
