"""Files of customers and transactions: upload, look at what is in them, start, follow, check, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import Upload
from gateway.clients import customer
from gateway.forms import key, new_key, text, version
from gateway.render import Failure, attempt, go, settled, show
from gateway.words import sentence

page = Blueprint("imports", __name__, url_prefix="/imports", template_folder="templates")
ROWS = 20
MOVING = frozenset({"reading", "running", "checking", "taking_back"})
"""States that change by themselves: the page asks again until they have."""


@page.get("")
def index() -> Response:
    return _index(None)


@page.post("")
def add() -> BaseResponse:
    file = request.files.get("file")
    if file is None or not file.filename:
        reason = {"file": [sentence("required")]}
        return _index(
            Failure("upload", 422, "invalid", sentence("invalid"), fields=reason, values={"kind": text("kind")})
        )
    made: dict[str, Any] = {}
    sent = Upload(file.filename, file.stream, file.mimetype)
    failure = attempt("upload", lambda: made.update(customer.upload_file(text("kind"), sent, key=key() or new_key())))
    if failure:
        return _index(failure)
    return go(url_for(".detail", id=made["id"]))


@page.get("/<uuid:id>")
def detail(id: UUID) -> Response:
    return show("imports/detail.html", fragment="imports/_record.html", **_record(id))


@page.post("/<uuid:id>/mapping")
def mapping(id: UUID) -> BaseResponse:
    chosen = {
        name.removeprefix("column:"): value or None
        for name, value in request.form.items()
        if name.startswith("column:")
    }
    return _moved(id, "mapping", {"mapping": chosen}, _("The columns are assigned anew."))


@page.post("/<uuid:id>/start")
def start(id: UUID) -> BaseResponse:
    body = {name: text(name) for name in ("key", "on_known", "source") if text(name)}
    return _moved(id, "start", body, _("Started."))


@page.post("/<uuid:id>/<any(approve, take_back):move>")
def move(id: UUID, move: str) -> BaseResponse:
    said = (
        _("Approved: the entries come into force.")
        if move == "approve"
        else _("Everything it added is being disabled.")
    )
    return _moved(id, move.replace("_", "-"), {}, said)


@page.post("/<uuid:id>/return", endpoint="give_back")
def give_back(id: UUID) -> BaseResponse:
    return _moved(id, "return", {"reason": text("reason")}, _("Returned to its author."))


@page.get("/<uuid:id>/errors")
def errors(id: UUID) -> Response:
    found = customer.import_errors(id, after=request.args.get("after"), limit=50)
    return show("imports/errors.html", fragment="imports/_errors.html", found=found, id=id)


@page.get("/<uuid:id>/errors.csv")
def error_file(id: UUID) -> Response:
    file = customer.import_error_file(id)
    response = Response(file.content, content_type=file.mimetype)
    response.headers["Content-Disposition"] = file.disposition or f'attachment; filename="errors-{id}.csv"'
    return response


def _moved(id: UUID, move: str, body: dict[str, Any], said: str) -> BaseResponse:
    failure = attempt(move, lambda: customer.move_import(id, move, body, version=version()))
    return settled(
        failure,
        see=url_for(".detail", id=id),
        said=said,
        page="imports/detail.html",
        fragment="imports/_record.html",
        context=lambda: _record(id),
    )


def _record(id: UUID) -> dict[str, Any]:
    record = customer.import_of(id)
    rejected = record.get("rejected") or 0
    errors = customer.import_errors(id, limit=10) if rejected else None
    return {"record": record, "moving": record["status"] in MOVING, "errors": errors}


def _index(failure: Failure | None) -> Response:
    found = customer.imports(after=request.args.get("after"), limit=ROWS)
    status = failure.status if failure else 200
    return show(
        "imports/index.html",
        fragment="imports/_index.html",
        status=status,
        failure=failure,
        found=found,
        once=new_key(),
    )
