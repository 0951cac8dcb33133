"""Entries that sales has handed in: customer service takes one and types it beside its paper."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients.generated import customer
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Empty

page = Blueprint("entries", __name__, url_prefix="/handed-in")

handed_in = ListPage(
    page,
    "handed-in",
    Looks(
        Empty(_l("Nothing waits to be typed"), icon="inbox"),
        "customers/handed_in.html",
        item="customers/_handed_in.html",
    ),
    find=customer.list_handed_in,
)
handed_in.command(
    "take",
    customer.take_entry,
    said=_l("Yours to type: the paper is below."),
    see=lambda taken: url_for("customers.detail", id=taken["id"]),
    title=_l("Take"),
    icon="hand-grab",
    leads=True,
)
