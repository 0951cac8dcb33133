"""What waits for a check by the person: entries and changes of verified data, each compared with the form."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import customer
from gateway.forms import text, version
from gateway.render import Failure, attempt, settled, show

page = Blueprint("checks", __name__, url_prefix="/checks", template_folder="templates")
ROWS = 30


@page.get("")
def index() -> Response:
    found = customer.customers(status="submitted", after=request.args.get("after"), limit=ROWS)
    return show("checks/index.html", fragment="checks/_entries.html", found=found)


@page.get("/changes")
def requests() -> Response:
    return show("checks/requests.html", fragment="checks/_requests.html", found=_waiting(), failure=None)


@page.post("/changes/<uuid:id>/<any(approve, reject):verb>")
def decide(id: UUID, verb: str) -> BaseResponse:
    body = {"reason": text("reason")} if verb == "reject" else {}
    failure: Failure | None = attempt(f"{verb}-{id}", lambda: customer.decide_change(id, verb, body, version=version()))
    return settled(
        failure,
        see=url_for(".requests"),
        said=_("The change is in force.") if verb == "approve" else _("The change was rejected."),
        page="checks/requests.html",
        fragment="checks/_requests.html",
        context=lambda: {"found": _waiting()},
    )


def _waiting() -> dict[str, object]:
    return customer.change_requests(status="waiting", after=request.args.get("after"), limit=ROWS)
