"""Exports: ask for a file of the list, agree to large ones, fetch it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import auth, customer
from gateway.forms import given, key, text, version
from gateway.i18n import language
from gateway.pages.customers.fields import FILTERS
from gateway.render import View, attempt, go

page = Blueprint("exports", __name__, url_prefix="/exports")
ROWS = 30


@page.get("")
def index() -> Response:
    return OWN.shown()


@page.post("")
def ask() -> BaseResponse:
    wanted = given(*FILTERS)
    body = {"format": text("format"), "language": language(), "wanted": wanted}
    failure = attempt("export", lambda: customer.ask_export(body, key=key()))
    if failure:
        return OWN.settled(failure, "")
    return go(url_for(".index"), _("Asked for. A large file waits for somebody else's consent."))


@page.get("/to-approve")
def to_approve() -> Response:
    return WAITING.shown()


@page.post("/<uuid:id>/<any(approve, refuse):verb>")
def decide(id: UUID, verb: str) -> BaseResponse:
    body = {"reason": text("reason")}
    failure = attempt(f"{verb}-{id}", lambda: customer.decide_export(id, verb, body, version=version()))
    said = _("Agreed: the file is being made.") if verb == "approve" else _("Refused.")
    return WAITING.settled(failure, said)


@page.post("/limit")
def limit() -> BaseResponse:
    rows = text("rows_unasked")
    body = {"rows_unasked": int(rows) if rows.isdecimal() else None}
    failure = attempt("limit", lambda: customer.set_export_limit(body, version=version()))
    return WAITING.settled(failure, _("Changed."))


@page.get("/<uuid:id>/file")
def file(id: UUID) -> Response:
    found = customer.export_file(id)
    response = Response(found.content, content_type=found.mimetype)
    response.headers["Content-Disposition"] = found.disposition or f'attachment; filename="export-{id}"'
    return response


def _own() -> dict[str, Any]:
    found = customer.exports(after=request.args.get("after"), limit=ROWS)
    statuses = {each["status"] for each in found["items"]}
    approvers = auth.colleagues("export:approve", over_me=True) if "waiting" in statuses else []
    return {"found": found, "running": "running" in statuses, "waits": "waiting" in statuses, "approvers": approvers}


def _waiting() -> dict[str, Any]:
    found = customer.exports_to_approve(after=request.args.get("after"), limit=ROWS)
    return {"found": found, "policy": customer.export_policy()}


OWN = View(".index", "customers", "exports_index", _own)
WAITING = View(".to_approve", "customers", "exports_to_approve", _waiting)
