"""The first page: panels of what waits for the person, each asked of its service, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from flask import Blueprint, Response, abort, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from contracts.services import SERVICES
from gateway.clients import Record
from gateway.clients.generated import auth, customer, feedback, reporting
from gateway.formats import number
from gateway.mechanism.panel import show_panel
from gateway.mechanism.table import Column, Table
from gateway.render import show
from gateway.sessions import may, person

page = Blueprint("home", __name__, template_folder="templates")


@dataclass(frozen=True)
class Panel:
    """One panel: who may see it, the page that shows the whole of it, what it asks. ``narrowed``: what that page is
    narrowed by to show just this."""

    name: str
    title: LazyString
    permissions: tuple[str, ...]
    fallback: str
    ask: Callable[[], dict[str, Any]]
    narrowed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The address of that page."""
        return url_for(self.fallback, **self.narrowed)


def _mine(status: str) -> list[Any]:
    return list(customer.list_entries(status=status, limit=5)["items"])


def _reports_to_review() -> dict[str, Any]:
    return {"found": reporting.list_reports(to_review=True, limit=6)}


def _reports_in_hand() -> dict[str, Any]:
    return {"found": reporting.list_reports(in_hand=True, limit=6)}


def _desks() -> list[Record]:
    desks: Any = feedback.count_desks()
    return [{"name": name, **figures} for name, figures in desks.items()]


def _due() -> list[Any]:
    """Who of the person's own customers is overdue or due this week."""
    found: list[Any] = customer.list_due_customers(reach="mine", limit=6)["items"]
    return [each for each in found if each["state"] != "later"]


DESKS = Table(
    card=False,
    cells="home/_cells.html",
    columns=(
        Column("name", _l("Desk"), cell="desk"),
        Column("open", _l("Open"), number, looks="num"),
        Column("overdue", _l("Overdue"), number, looks="num", alarm=itemgetter("overdue")),
        Column("mine", _l("Mine"), number, looks="num"),
    ),
)
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
                "views": customer.count_access_requests_to_decide() if may("view_request:decide") else None,
                "exports": customer.count_exports_to_approve() if may("export:approve") else None,
                "hand_overs": customer.count_waiting_hand_overs() if may("customer:give", "hand_over:take") else None,
            },
        ),
        Panel(
            "accounts",
            _l("Accounts to confirm"),
            ("staff:write",),
            "reviews.index",
            lambda: {"waiting": auth.count_accounts_to_review()["waiting"]},
        ),
        Panel(
            "requests",
            _l("Needs two"),
            ("staff:confirm",),
            "staff.requests",
            lambda: {"waiting": auth.count_account_requests()["waiting"]},
        ),
        Panel(
            "entries",
            _l("My entries"),
            ("customer:write",),
            "customers.index",
            lambda: {
                "returned": _mine("returned"),
                "drafts": _mine("draft"),
                "handed_in": customer.list_handed_in(limit=5)["items"] if may("case:handle") else [],
            },
        ),
        Panel(
            "due",
            _l("To be contacted this week"),
            ("customer:write",),
            "customers.rhythm.index",
            lambda: {"rows": _due()},
        ),
        Panel(
            "my_cases",
            _l("My cases"),
            ("case:handle", "case:lead"),
            "cases.index",
            lambda: {"found": feedback.list_cases(mine=True, status="taken", sort="due_at", limit=6)},
            {"mine": "true", "status": "taken", "sort": "due_at"},
        ),
        Panel("desks", _l("Desks"), ("case:read",), "cases.index", lambda: {"table": DESKS, "rows": _desks()}),
        Panel(
            "reports",
            _l("Reports waiting for review"),
            ("report:review",),
            "reports.index",
            _reports_to_review,
        ),
        Panel(
            "my_reports",
            _l("My reports"),
            ("report:write",),
            "reports.index",
            _reports_in_hand,
        ),
        Panel(
            "case_files",
            _l("Files of cases to check"),
            ("case:lead",),
            "case_files.index",
            lambda: {"waiting": feedback.count_case_files()["waiting"]},
        ),
        Panel(
            "latest_reports",
            _l("Latest reports"),
            ("report:configure",),
            "reports.index",
            lambda: {"found": reporting.list_reports(status="approved", limit=3)},
            {"status": "approved"},
        ),
        Panel(
            "unusual",
            _l("Unusual readings"),
            ("audit:read",),
            "audit.unusual",
            lambda: {"found": customer.list_unusual_readings(limit=5)},
        ),
        Panel("tiers", _l("Tiers"), ("tier:read",), "tiers.index", lambda: {"summary": reporting.read_summary()}),
    )
}


@page.get("/", endpoint="page")
def home() -> Response:
    """The first page: the panels that concern the person."""
    panels = [panel for panel in PANELS.values() if may(*panel.permissions)]
    name = (person() or {}).get("name", "")
    sealed = SERVICES if may("audit:read") else ()
    return show("home/page.html", fragment="home/page.html", panels=panels, name=name, sealed=sealed)


@page.get("/home/<name>")
def panel(name: str) -> Response:
    """One of its panels."""
    wanted = PANELS.get(name)
    if wanted is None or not may(*wanted.permissions):
        abort(404)
    return show_panel(f"home/_{name}.html", wanted.title, url_for(".page"), _l("Home"), **wanted.ask())
