"""The lists of customers: columns, filters, and what stands where there is nothing."""

from __future__ import annotations

from functools import partial

from flask_babel import lazy_gettext as _l

from gateway.formats import day, money, number
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.words import field_label, label

TABLE = Table(
    cells="customers/_cells.html",
    looks="table-vcenter card-table",
    columns=(
        Column("name", _l("Customer"), cell="customer", sort="name"),
        Column("tier", _l("Tier"), cell="tier", sort="tier"),
        Column("region", _l("Region"), sort="region"),
        Column("industry", _l("Industry")),
        Column("mobile", _l("Mobile"), looks="nowrap"),
        Column("owner_name", _l("Owner")),
        Column("status", _l("Status"), cell="status"),
    ),
)
FILTERS = (
    Filter("q", _l("Name, pinyin, code, number or email"), "search", spoken=_l("Search")),
    Filter("kind", _l("Person or company")),
    Filter("tier", _l("Any tier")),
    Filter("status", _l("All but disabled")),
    Filter("region", _l("Region"), "text", suggest="/lists/regions/suggest"),
    Filter("industry", _l("Industry"), "text", suggest="/lists/industries/suggest"),
    Filter("owner_id", look="kept"),
    Filter("mine", _l("Mine only"), "box"),
)
NONE_FITS = Empty(
    _l("No customer fits"),
    _l(
        "Loosen a filter, or search by a part of the name: two characters are enough. Disabled customers are shown "
        "when you choose that status."
    ),
    "zoom-question",
)
NONE_YET = Empty(
    _l("No customers yet"), _l("Enter the first one, or bring in a file."), "users", part="customers/_first.html"
)
TRANSACTIONS = Table(
    card=False,
    cells="customers/_cells.html",
    columns=(
        Column("occurred_on", _l("Date"), day, looks="nowrap"),
        Column("code", _l("Transaction"), cell="transaction"),
        Column("quantity", _l("Volume"), number, looks="num"),
        Column("amount", _l("Amount"), money, looks="num"),
    ),
)
NO_TRANSACTION = Empty(_l("No transactions so far. They come by import or from the ERP."), icon="receipt")
ODDITIES = Table(
    cells="customers/_cells.html",
    columns=(
        Column("customer_name", _l("Customer"), cell="whose"),
        Column("record_kind", _l("Where"), partial(label, "odd_kind")),
        Column("field", _l("Field"), field_label),
        Column("value", _l("Value"), looks="nowrap"),
        Column("owner_name", _l("Owner")),
    ),
)
"""What can hardly be true."""

FIGURES = Table(
    card=False,
    looks="table-sm mb-2",
    columns=(
        Column("title", "", heads=True),
        Column("amount", _l("Amount"), money, looks="num"),
        Column("quantity", _l("Volume"), number, looks="num"),
    ),
)
"""What a customer has reached, and what each tier asks for."""

EXPORTS = Table(
    cells="customers/_export_cells.html",
    columns=(
        Column("created_at", _l("Asked for"), cell="asked_for", looks="nowrap"),
        Column("rows", _l("Rows"), number, looks="num"),
        Column("wanted", _l("Filter"), cell="wanted"),
        Column("status", _l("Status"), cell="status"),
        Column("file", _l("Download"), cell="file", hidden_title=True),
    ),
)
