"""The review of accounts: its state, the accounts one answers for, and for the administrator when it is made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import auth
from gateway.forms import filters, key, text, texts, version
from gateway.lists import whole
from gateway.render import Failure, attempt, go, show
from gateway.visits import may, person

page = Blueprint("reviews", __name__, url_prefix="/staff/reviews", template_folder="templates")
ROWS = 100
POLICY = ("months_between", "days_to_answer", "idle_days")


@page.get("")
def index() -> Response:
    return _shown(None)


@page.post("")
def begin() -> BaseResponse:
    failure = attempt("begin", lambda: auth.open_review(key=key()))
    return _shown(failure) if failure else go(url_for(".index"), _("The review has begun; everybody is written to."))


@page.post("/<uuid:id>/answers")
def answer(id: UUID) -> BaseResponse:
    verb = text("verb")
    body: auth.AnswerAccounts = {"keep": verb != "refuse"}
    if verb != "keep_all":
        body["staff_ids"] = texts("staff_ids")
    failure = attempt("answers", lambda: auth.answer_accounts(id, body, key=key()))
    if failure:
        return _shown(failure)
    return go(url_for(".index"), _("Disabled.") if verb == "refuse" else _("Confirmed."))


@page.post("/policy")
def policy() -> BaseResponse:
    fields: Any = {name: int(text(name)) if text(name).isdecimal() else None for name in POLICY}
    failure = attempt("policy", lambda: auth.set_policy(fields, version=version()))
    return _shown(failure) if failure else go(url_for(".index"), _("Changed."))


def _shown(failure: Failure | None) -> Response:
    """The last review with its accounts: those that wait for the person first, or all of them."""
    asked = filters("answer", "all")
    reviews = auth.list_reviews(limit=8)["items"]
    review = reviews[0] if reviews else None
    found: auth.ReviewedAccountPage = {"items": [], "next": None}
    mine = bool(review and review["mine"] and not asked)
    if review:
        query: Any = {"mine": "true"} if mine else {"answer": asked.get("answer")}
        found = auth.list_reviewed_accounts(review["id"], **query, after=request.args.get("after"), limit=ROWS)
    return show(
        "reviews/index.html",
        fragment="reviews/index.html",
        status=failure.status if failure else 200,
        failure=failure,
        review=review,
        earlier=reviews[1:],
        found=found,
        mine=mine,
        asked=asked,
        policy=auth.read_policy(),
        roles=whole(auth.list_roles) if may("role:read") else [],
        runs=(person() or {}).get("permissions", {}).get("staff:write") == "all",
    )
