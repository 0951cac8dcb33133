"""Feedback and complaints: find, file, handle."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import Upload
from gateway.clients import feedback
from gateway.forms import filters, given, key, new_key, text, version
from gateway.render import Failure, attempt, go, settled, show
from gateway.words import sentence

page = Blueprint("cases", __name__, url_prefix="/cases", template_folder="templates")
ROWS = 30
FILTERS = ("q", "kind", "status", "desk", "tier", "channel", "customer_id", "mine", "overdue")


@page.get("")
def index() -> Response:
    asked = filters(*FILTERS)
    found = feedback.cases(**asked, after=request.args.get("after"), limit=ROWS)
    count = None if request.args.get("after") else feedback.count_cases(**asked)
    return show("cases/index.html", fragment="cases/_list.html", found=found, count=count, asked=asked)


@page.get("/new")
def new() -> Response:
    return _form()


@page.post("/new")
def add() -> BaseResponse:
    fields = given("customer_code", "kind", "channel", "content")
    if text("received_at"):
        zone = ZoneInfo(current_app.extensions["settings"].time_zone)
        try:
            fields["received_at"] = datetime.fromisoformat(text("received_at")).replace(tzinfo=zone).isoformat()
        except ValueError:
            fields["received_at"] = text("received_at")  # the service says what is wrong with it
    made: dict[str, Any] = {}
    failure = attempt("case", lambda: made.update(feedback.file_case(fields, key=key())))
    if failure:
        return _form(failure)
    return go(url_for(".detail", id=made["id"]), _("Filed as %(code)s.", code=made["code"]))


@page.get("/file")
def file() -> Response:
    return _file()


@page.post("/file")
def add_file() -> BaseResponse:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        reason = {"file": [sentence("required")]}
        return _file(Failure("file", 422, "invalid", sentence("invalid"), fields=reason))
    filed: dict[str, Any] = {}
    upload = Upload(sent.filename, sent.stream, sent.mimetype)
    failure = attempt("file", lambda: filed.update(feedback.file_cases(upload, key=key() or new_key())))
    return _file(failure) if failure else _file(filed=filed, name=sent.filename)


@page.get("/<uuid:id>")
def detail(id: UUID) -> Response:
    return show("cases/detail.html", fragment="cases/_record.html", **_record(id))


@page.post("/<uuid:id>/<any(take, release, close):move>")
def move(id: UUID, move: str) -> BaseResponse:
    said = {"take": _("It is yours now."), "release": _("Put back for others."), "close": _("Closed.")}[move]
    return _moved(id, move, {}, said)


@page.post("/<uuid:id>/note")
def note(id: UUID) -> BaseResponse:
    return _moved(id, "note", {"text": text("text")}, _("Noted."))


@page.post("/<uuid:id>/reply")
def reply(id: UUID) -> BaseResponse:
    mail = text("mail") == "yes"
    said = _("Answered; the letter is on its way.") if mail else _("Answered.")
    return _moved(id, "reply", {"text": text("text"), "mail": mail}, said)


@page.post("/<uuid:id>/resolve")
def resolve(id: UUID) -> BaseResponse:
    return _moved(id, "resolve", {"result": text("result"), "outcome": text("outcome")}, _("Resolved."))


@page.post("/<uuid:id>/reopen")
def reopen(id: UUID) -> BaseResponse:
    return _moved(id, "reopen", {"reason": text("reason")}, _("Reopened."))


def _moved(id: UUID, move: str, body: dict[str, Any], said: str) -> BaseResponse:
    failure = attempt(move, lambda: feedback.move_case(id, move, body, version=version(), key=key()))
    return settled(
        failure,
        see=url_for(".detail", id=id),
        said=said,
        page="cases/detail.html",
        fragment="cases/_record.html",
        context=lambda: _record(id),
    )


def _record(id: UUID) -> dict[str, Any]:
    return {"case": feedback.case(id), "timeline": feedback.timeline(id)}


def _file(failure: Failure | None = None, **filed: Any) -> Response:
    status = failure.status if failure else 200
    return show("cases/file.html", fragment="cases/_file.html", status=status, failure=failure, once=new_key(), **filed)


def _form(failure: Failure | None = None) -> Response:
    return show(
        "cases/form.html",
        fragment="cases/_form.html",
        status=failure.status if failure else 200,
        failure=failure,
        customer_code=request.args.get("customer_code", ""),
        once=new_key(),
    )
