"""Reports: drawn up for a period, reviewed, mailed to the leadership."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import reporting
from gateway.forms import given, key, new_key, text, version
from gateway.render import Failure, attempt, go, settled, show

page = Blueprint("reports", __name__, url_prefix="/reports", template_folder="templates")
ROWS = 20


@page.get("")
def index() -> Response:
    return _index(None)


@page.post("")
def add() -> BaseResponse:
    made: dict[str, Any] = {}
    fields = given("period_from", "period_to")
    failure = attempt("report", lambda: made.update(reporting.draw_up(fields, key=key())))
    if failure:
        return _index(failure)
    return go(url_for(".detail", id=made["id"]), _("Drawn up; the figures are frozen."))


@page.get("/<uuid:id>")
def detail(id: UUID) -> Response:
    return show("reports/detail.html", fragment="reports/_record.html", **_record(id))


@page.post("/<uuid:id>/<any(submit, approve, redraw):move>")
def move(id: UUID, move: str) -> BaseResponse:
    said = {
        "submit": _("Handed in for review."),
        "approve": _("Approved; it is on its way to the leadership."),
        "redraw": _("Compiled again."),
    }[move]
    return _settled(id, attempt(move, lambda: reporting.move_report(id, move, {}, version=version())), said)


@page.post("/<uuid:id>/return", endpoint="give_back")
def give_back(id: UUID) -> BaseResponse:
    body = {"comment": text("comment")}
    failure = attempt("return", lambda: reporting.move_report(id, "return", body, version=version()))
    return _settled(id, failure, _("Returned with your comment."))


@page.post("/<uuid:id>/letters")
def letters(id: UUID) -> BaseResponse:
    failure = attempt("letters", lambda: reporting.retry_letters(id, key=key()))
    return _settled(id, failure, _("The letters are tried again."))


@page.get("/<uuid:id>/pdf")
def pdf(id: UUID) -> Response:
    file = reporting.report_pdf(id)
    response = Response(file.content, content_type=file.mimetype or "application/pdf")
    response.headers["Content-Disposition"] = file.disposition or f'attachment; filename="report-{id}.pdf"'
    return response


def _index(failure: Failure | None) -> Response:
    found = reporting.reports(after=request.args.get("after"), limit=ROWS)
    status = failure.status if failure else 200
    return show(
        "reports/index.html",
        fragment="reports/_index.html",
        status=status,
        failure=failure,
        found=found,
        once=new_key(),
    )


def _record(id: UUID) -> dict[str, Any]:
    return {"report": reporting.report(id)}


def _settled(id: UUID, failure: Failure | None, said: str) -> BaseResponse:
    return settled(
        failure,
        see=url_for(".detail", id=id),
        said=said,
        page="reports/detail.html",
        fragment="reports/_record.html",
        context=lambda: _record(id),
    )
