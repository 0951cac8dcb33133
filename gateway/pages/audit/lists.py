"""The lists of what is on record."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from contracts.services import SERVICES
from gateway.formats import day, stamp
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.words import label

FIRST = "customer"
"""The service whose record is shown first."""

WHO = (
    Column("at", _l("When"), stamp, looks="nowrap"),
    Column("actor_name", _l("Who"), cell="who"),
    Column("record_name", _l("Record"), cell="record"),
)
CHANGES = Table(cells="audit/_cells.html", columns=(*WHO, Column("action", _l("What"), cell="change")))
READINGS = Table(cells="audit/_cells.html", columns=(*WHO, Column("purpose", _l("What for"), cell="purpose")))
UNUSUAL = Table(
    cells="audit/_cells.html",
    columns=(
        Column("day", _l("Day"), day, looks="nowrap"),
        Column("person_name", _l("Who"), cell="reader"),
        Column("customers", _l("Customers read"), cell="much"),
    ),
)
NOTHING = Empty(_l("Nothing on record fits"), _l("Loosen a filter."), "file-search")
NOBODY = Empty(_l("Nobody has read unusually much"), icon="shield-check")
FILTERS = (
    Filter(
        "service",
        _l("Service"),
        pairs=lambda: [(each, label("service", each)) for each in SERVICES],
        value=FIRST,
        blank=False,
    ),
    Filter("person", _l("Who: name or e-mail"), "search"),
    Filter("record", _l("Which record: its code"), "search"),
    Filter("since", _l("From day"), "date"),
    Filter("until", _l("To day"), "date"),
)
SIGN_IN_FILTERS = (
    Filter("username", _l("User name"), "search"),
    Filter("ok", _l("Any result"), pairs=lambda: [("true", _("succeeded")), ("false", _("refused"))]),
)
