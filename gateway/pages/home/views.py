"""The first page: panels of what waits for the person, each asked of its service, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from gateway.clients import auth, customer, feedback, reporting
from gateway.render import show
from gateway.visits import may, person

page = Blueprint("home", __name__, template_folder="templates")


@dataclass(frozen=True)
class Panel:
    """One panel: who may see it, the page that shows the whole of it, what it asks."""

    name: str
    title: LazyString
    permissions: tuple[str, ...]
    fallback: str
    ask: Callable[[], dict[str, Any]]


def _mine(status: str) -> list[dict[str, Any]]:
    return list(customer.customers(mine=True, status=status, limit=5)["items"])


PANELS = {
    panel.name: panel
    for panel in (
        Panel(
            "checks",
            _l("Checks waiting"),
            ("customer:verify",),
            "checks.index",
            lambda: {"count": customer.count_checks()},
        ),
        Panel(
            "decisions",
            _l("Waiting for your decision"),
            ("view_request:decide", "export:approve", "customer:give", "hand_over:take"),
            "customers.index",
            lambda: {
                "views": customer.count_views() if may("view_request:decide") else None,
                "exports": customer.count_exports() if may("export:approve") else None,
                "hand_overs": customer.count_hand_overs() if may("customer:give", "hand_over:take") else None,
            },
        ),
        Panel(
            "accounts",
            _l("Accounts to confirm"),
            ("staff:write",),
            "reviews.index",
            lambda: {"waiting": auth.count_reviews()["waiting"]},
        ),
        Panel(
            "entries",
            _l("My entries"),
            ("customer:write",),
            "customers.index",
            lambda: {"returned": _mine("returned"), "drafts": _mine("draft")},
        ),
        Panel(
            "my_cases",
            _l("My cases"),
            ("case:handle", "case:lead"),
            "cases.index",
            lambda: {"found": feedback.cases(mine=True, status="taken", limit=6)},
        ),
        Panel("desks", _l("Desks"), ("case:read",), "cases.index", lambda: {"desks": feedback.desks()}),
        Panel(
            "reports",
            _l("Reports waiting for review"),
            ("report:review", "report:write"),
            "reports.index",
            lambda: {"found": reporting.reports(limit=6)},
        ),
        Panel("tiers", _l("Tiers"), ("tier:read",), "tiers.index", lambda: {"summary": reporting.tier_summary()}),
    )
}


@page.get("/", endpoint="page")
def home() -> Response:
    panels = [panel for panel in PANELS.values() if may(*panel.permissions)]
    someone = person() or {}
    return show("home/page.html", fragment="home/page.html", panels=panels, name=someone.get("name", ""))


@page.get("/home/<name>")
def panel(name: str) -> Response:
    wanted = PANELS.get(name)
    if wanted is None or not may(*wanted.permissions):
        abort(404)
    part = f"home/_{name}.html"
    return show("home/panel.html", fragment=part, part=part, title=wanted.title, **wanted.ask())
