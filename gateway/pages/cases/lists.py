"""The list of cases: its columns and what it is narrowed by."""

from __future__ import annotations

from operator import itemgetter

from flask_babel import lazy_gettext as _l

from gateway.formats import ago
from gateway.mechanism.form import Field
from gateway.mechanism.table import Column, Empty, Filter, Table

TABLE = Table(
    cells="cases/_cells.html",
    looks="table-vcenter card-table",
    columns=(
        Column("summary", _l("Case"), cell="summary", looks="case-cell"),
        Column("customer_name", _l("Customer"), cell="customer"),
        Column("desk", _l("Desk"), cell="desk"),
        Column("status", _l("Status"), cell="status"),
        Column("priority", _l("Priority"), cell="priority", sort="priority"),
        Column("received_at", _l("Received"), ago, sort="received_at", looks="nowrap"),
        Column("due_at", _l("Due"), cell="due", sort="due_at", looks="nowrap", alarm=itemgetter("overdue")),
    ),
)
FILTERS = (
    Filter("q", _l("Code, customer or a word of the text"), "search", spoken=_l("Search")),
    Filter("kind", _l("Feedback or complaint"), choice="case_kind"),
    Filter("status", _l("Any status"), choice="case_status"),
    Filter("desk", _l("Any desk")),
    Filter("tier", _l("Any tier")),
    Filter("channel", _l("Any channel")),
    Filter("priority", _l("Any priority")),
    Filter("subject", _l("Subject"), "text", suggest="/lists/subjects/suggest"),
    Filter("cause", _l("Cause"), "text", suggest="/lists/causes/suggest"),
    Filter("product", _l("Product"), "text", suggest="/lists/products/suggest"),
    Filter("place", _l("Place"), "text", suggest="/lists/places/suggest"),
    Filter("customer_id", look="kept"),
    Filter("undone", _l("Still open"), "box"),
    Filter("mine", _l("Mine only"), "box"),
    Filter("watched", _l("Watched"), "box"),
    Filter("overdue", _l("Overdue only"), "box"),
)


def listed(name: str) -> Field:
    """A field that stands for an entry of a list, suggested as one types."""
    return Field(name, of=name, html={"data-suggest": f"/lists/{name}s/suggest", "autocomplete": "off"})


CLASSES = {name: listed(name) for name in ("subject", "cause", "product", "place")}
"""What a case is put under: the field of each list."""
NONE_FITS = Empty(_l("No case fits"), _l("Loosen a filter, or search by another word."), "zoom-question")
NONE_YET = Empty(
    _l("No cases yet"),
    _l("File the first feedback or complaint as soon as a customer speaks up."),
    "message-2",
    part="cases/_first.html",
)
