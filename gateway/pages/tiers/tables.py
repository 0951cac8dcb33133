"""The tables of tiers: how many customers each has, when they were computed, what a policy would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.formats import money, number, percent, stamp
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import label

TIERS = Table(
    card=False,
    cells="tiers/_cells.html",
    columns=(
        Column("tier", _l("Tier"), cell="tier_link"),
        Column("customers", _l("Customers"), number, looks="num"),
        Column("share", _l("Share"), looks="num"),
    ),
)
RUNS = Table(
    card=False,
    cells="tiers/_cells.html",
    columns=(
        Column("started_at", _l("When"), stamp, sort="started_at"),
        Column("reason", _l("Why"), lambda reason: label("run_reason", reason)),
        Column("changed", _l("Tiers changed"), number, looks="num"),
        Column("seconds", _l("Seconds"), cell="seconds", looks="num"),
    ),
)
NO_RUN = Empty(_l("Not computed yet."), icon="stairs-up")
MOVES = Table(
    card=False,
    looks="table-sm",
    cells="tiers/_cells.html",
    columns=(
        Column("from", _l("Now"), cell="before"),
        Column("to", _l("Then"), cell="after"),
        Column("count", _l("Customers"), number, looks="num"),
    ),
)
SAMPLE = Table(
    card=False,
    looks="table-sm",
    cells="tiers/_cells.html",
    columns=(
        Column("name", _l("Customer"), cell="customer"),
        Column("from", _l("Now"), cell="before"),
        Column("to", _l("Then"), cell="after"),
        Column("amount", _l("Amount"), money, looks="num"),
        Column("quantity", _l("Volume"), number, looks="num"),
    ),
)


def shares_of(summary: Mapping[str, Any]) -> list[Record]:
    """How many customers each tier has, and which part of all they are."""
    by_tier = {tier: summary["by_tier"][tier] for tier in ("vip", "potential", "ordinary")}
    everybody = sum(by_tier.values())
    return [
        {"tier": tier, "customers": customers, "share": percent(customers, everybody)}
        for tier, customers in by_tier.items()
    ]
