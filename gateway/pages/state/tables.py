"""The tables of a service's state: to whom it tells what is new, and from whom it hears."""

from __future__ import annotations

from operator import itemgetter

from flask_babel import lazy_gettext as _l

from gateway.formats import ago, number, size, stamp
from gateway.mechanism.table import Column, Table
from gateway.words import label

SUBSCRIPTIONS = Table(
    card=False,
    cells="state/_cells.html",
    columns=(
        Column("consumer", _l("Tells"), lambda name: label("service", name)),
        Column("head", _l("Said"), number, looks="num"),
        Column("lag", _l("Behind by"), number, looks="num"),
        Column("lag_seconds", _l("Seconds behind"), lambda seconds: number(round(seconds, 1)), looks="num"),
        Column("status", _l("State"), cell="state"),
    ),
)
BACKUPS = Table(
    card=False,
    cells="state/_cells.html",
    columns=(
        Column("at", _l("When"), stamp),
        Column("ok", _l("State"), cell="backup"),
        Column("name", _l("Name")),
        Column("size", _l("Size"), size, looks="num"),
        Column("seconds", _l("Seconds"), lambda seconds: number(round(seconds)), looks="num"),
    ),
)
CURSORS = Table(
    card=False,
    cells="state/_cells.html",
    columns=(
        Column("producer", _l("Hears"), lambda name: label("service", name)),
        Column("cursor", _l("Heard to"), number, looks="num"),
        Column("head_seen", _l("Said"), number, looks="num"),
        Column("parked", _l("Parked"), number, looks="num", alarm=itemgetter("parked")),
        Column("heard_at", _l("Last heard"), ago),
        Column("status", _l("State"), cell="state"),
    ),
)
