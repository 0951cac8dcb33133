"""The auditor's pages: who changed what, who read what, who signed in, and whether the records are what they were."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import get_timezone
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from contracts.services import SERVICES
from gateway.clients.generated import auth, customer, every
from gateway.forms import filters, key
from gateway.pages.audit.differences import differences
from gateway.render import attempt, go, show
from gateway.visits import may

page = Blueprint("audit", __name__, url_prefix="/audit", template_folder="templates")
ROWS = 50
FIRST = "customer"
FILTERS = ("service", "person", "record", "since", "until")


@page.before_request
def only_auditors() -> None:
    if not may("audit:read"):
        abort(403)


@page.get("")
def index() -> Response:
    return _rows("changes")


@page.get("/readings")
def readings() -> Response:
    return _rows("readings")


def _rows(what: str) -> Response:
    asked, service = _asked(), _service()
    list_rows = every.list_audited_changes if what == "changes" else every.list_audited_readings
    found = list_rows(service, **_query(asked), after=request.args.get("after"), limit=ROWS)
    return show(
        "audit/index.html",
        fragment="audit/_rows.html",
        what=what,
        service=service,
        services=SERVICES,
        asked=asked,
        found=found,
        differences=differences,
    )


@page.get("/<any(changes, readings):what>.csv")
def file(what: str) -> Response:
    export_rows = every.export_changes if what == "changes" else every.export_readings
    taken = export_rows(_service(), **_query(_asked()))
    response = Response(taken.content, content_type=taken.mimetype or "text/csv")
    response.headers["Content-Disposition"] = taken.disposition or f'attachment; filename="audit-{what}.csv"'
    return response


@page.get("/unusual")
def unusual() -> Response:
    found = customer.list_unusual_readings(after=request.args.get("after"), limit=ROWS)
    return show("audit/unusual.html", fragment="audit/_unusual.html", found=found)


@page.get("/sign-ins")
def sign_ins() -> Response:
    asked = filters("username", "ok")
    found = auth.list_sign_ins(**asked, after=request.args.get("after"), limit=ROWS)
    return show("audit/sign_ins.html", fragment="audit/_sign_ins.html", found=found, asked=asked)


@page.get("/seals")
def seals() -> Response:
    return show("audit/seals.html", fragment="audit/seals.html", services=SERVICES)


@page.get("/seals/<service>")
def seal(service: str) -> Response:
    if service not in SERVICES:
        abort(404)
    state = every.read_seals(service)
    return show("audit/seal.html", fragment="audit/_seal.html", state=state, service=service)


@page.post("/seals/<service>")
def check(service: str) -> BaseResponse:
    if service not in SERVICES:
        abort(404)
    attempt("check", lambda: every.ask_for_check(service, key=key()))
    return go(url_for(".seals"), _("The seals are being checked."))


def _service() -> str:
    named = request.args.get("service") or FIRST
    return named if named in SERVICES else abort(404)


def _asked() -> dict[str, str]:
    return filters(*FILTERS)


def _query(asked: dict[str, str]) -> dict[str, Any]:
    """The filters as the services know them: whole days of the person's own zone."""
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
