"""The auditor's pages: who changed what, who read what, who signed in, and whether the records are what they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import get_timezone
from flask_babel import lazy_gettext as _l

from contracts.services import SERVICES
from gateway.clients import Record
from gateway.clients.generated import auth, customer, every
from gateway.forms import filters
from gateway.mechanism.files import passed_on
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.page import Page
from gateway.pages.audit.differences import differences
from gateway.pages.audit.lists import CHANGES, FILTERS, FIRST, NOBODY, NOTHING, READINGS, SIGN_IN_FILTERS, UNUSUAL
from gateway.pages.staff.lists import SIGN_INS
from gateway.render import show
from gateway.sessions import may

page = Blueprint("audit", __name__, url_prefix="/audit", template_folder="templates")
ROWS = 50


@page.before_request
def only_auditors() -> None:
    """Nobody else sees these pages."""
    if not may("audit:read"):
        abort(403)


def of_service(list_rows: Callable[..., Any]) -> Callable[..., Any]:
    """A page of what one service has on record."""

    def find(after: str | None, limit: int, **_asked: Any) -> Any:
        return list_rows(_service(), **_query(), after=after, limit=limit)

    return find


def extras_of(what: str) -> Callable[[Any], Record]:
    """What the templates of a list of ``what`` need besides it."""
    return lambda found: {"what": what, "service": _service(), "differences": differences, "way_to": way_to}


PAGES_OF = {
    "customer": ("customers.detail", ("customer:read",)),
    "case_file": ("cases.detail", ("case:read",)),
    "case_import": ("case_files.detail", ("case:write",)),
    "import_batch": ("imports.detail", ("import:run", "import:verify")),
    "report": ("reports.detail", ("report:read",)),
    "tier_policy": ("tiers.policy", ("tier:read",)),
    "staff": ("staff.detail", ("staff:read",)),
}
"""Kinds of record that have a page: which, and who may open it."""


def way_to(row: Record) -> str:
    """The page of the record that a row is about, where the reader may open such pages; '' elsewhere."""
    endpoint, permissions = PAGES_OF.get(row["kind"], ("", ()))
    return url_for(endpoint, id=row["record_id"]) if endpoint and may(*permissions) else ""


ListPage(
    page,
    "list",
    Looks(NOTHING, "audit/index.html", table=CHANGES, header="audit/_header.html"),
    find=of_service(every.list_audited_changes),
    filters=FILTERS,
    extras=extras_of("changes"),
    size=ROWS,
)
ListPage(
    page,
    "list",
    Looks(NOTHING, "audit/index.html", table=READINGS, header="audit/_header.html"),
    find=of_service(every.list_audited_readings),
    path="/readings",
    endpoint="readings",
    filters=FILTERS,
    extras=extras_of("readings"),
    size=ROWS,
)
ListPage(
    page,
    "list",
    Looks(NOBODY, "audit/unusual.html", table=UNUSUAL),
    find=customer.list_unusual_readings,
    path="/unusual",
    endpoint="unusual",
    size=ROWS,
)
ListPage(
    page,
    "list",
    Looks(NOTHING, "audit/sign_ins.html", table=SIGN_INS),
    find=auth.list_sign_ins,
    path="/sign-ins",
    endpoint="sign_ins",
    filters=SIGN_IN_FILTERS,
    size=ROWS,
)


@page.get("/<any(changes, readings):what>.csv")
def file(what: str) -> Response:
    """The rows that fit the filter, as a file."""
    export_rows = every.export_changes if what == "changes" else every.export_readings
    return passed_on(export_rows(_service(), **_query()), f"audit-{what}.csv")


@page.get("/seals")
def seals() -> Response:
    """How the records are sealed, a panel a service."""
    return show("audit/seals.html", services=SERVICES)


def seals_of(service: str) -> Record:
    """The seals of one service."""
    if service not in SERVICES:
        abort(404)
    return {"state": every.read_seals(service), "service": service}


seal = Page(page, "audit/seal.html", part="audit/_seal.html", load=seals_of, path="/seals/<service>", endpoint="seal")
seal.adds(
    "check",
    every.ask_for_check,
    see=lambda _asked: url_for(".seals"),
    said=_l("The seals are being checked."),
    title=_l("Check now"),
    icon="shield-check",
)


def _service() -> str:
    named = request.args.get("service") or FIRST
    return named if named in SERVICES else abort(404)


def _query() -> dict[str, Any]:
    """The filters as the services know them: whole days of the person's own zone."""
    asked = filters(*(each.name for each in FILTERS))
    query: dict[str, Any] = {name: asked[name] for name in ("person", "record") if name in asked}
    for name, more in (("since", timedelta()), ("until", timedelta(days=1))):
        if name in asked:
            query[name] = _midnight(asked[name], more)
    return query


def _midnight(day: str, more: timedelta) -> str:
    try:
        return datetime.combine(date.fromisoformat(day) + more, time(), ZoneInfo(str(get_timezone()))).isoformat()
    except (ValueError, OverflowError):
        abort(400)
