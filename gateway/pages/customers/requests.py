"""View requests: ask to see somebody else's VIP customer, decide, end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import customer
from gateway.forms import key, text, version
from gateway.render import View, attempt

page = Blueprint("requests", __name__, url_prefix="/requests")
ROWS = 30
HOURS = (1, 2, 4, 8, 24, 72, 168, 720)


@page.get("")
def index() -> Response:
    return OWN.shown()


@page.post("")
def ask() -> BaseResponse:
    hours = text("hours")
    fields = {
        "customer_code": text("customer_code"),
        "purpose": text("purpose"),
        "hours": int(hours) if hours.isdecimal() else None,
    }
    failure = attempt("ask", lambda: customer.ask_view(fields, key=key()))
    said = _("Asked. If it is somebody else's VIP customer, the owner's manager decides.")
    return OWN.settled(failure, said)


@page.get("/to-decide")
def to_decide() -> Response:
    return WAITING.shown()


@page.post("/<uuid:id>/<any(approve, refuse):verb>")
def decide(id: UUID, verb: str) -> BaseResponse:
    body = {"reason": text("reason")}
    failure = attempt(f"{verb}-{id}", lambda: customer.move_view(id, verb, body, version=version()))
    said = _("The customer is open to them now.") if verb == "approve" else _("Refused.")
    return WAITING.settled(failure, said)


@page.post("/<uuid:id>/end/<any(index, to_decide):back>")
def end(id: UUID, back: str) -> BaseResponse:
    failure = attempt(f"end-{id}", lambda: customer.move_view(id, "end", version=version()))
    return (OWN if back == "index" else WAITING).settled(failure, _("Ended."))


def _own() -> dict[str, Any]:
    found = customer.own_views(after=request.args.get("after"), limit=ROWS)
    return {"found": found, "hours": [(each, _hours(each)) for each in HOURS]}


def _waiting() -> dict[str, Any]:
    found = customer.views_to_decide(after=request.args.get("after"), limit=ROWS)
    return {"found": found, "open": customer.views_to_decide(status="approved", limit=ROWS)}


@page.app_template_global("hours_long")
def _hours(hours: int) -> str:
    """So many hours, as people say it."""
    days = hours // 24
    if hours % 24:
        return str(_("%(number)s h", number=hours))
    return str(ngettext("1 day", "%(num)s days", days))


OWN = View(".index", "customers", "requests_index", _own)
WAITING = View(".to_decide", "customers", "requests_to_decide", _waiting)
