"""Tiers and the policies behind them: look, draft, try out, put in force, compute anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients import reporting
from gateway.forms import key, new_key, text, texts, version
from gateway.render import Failure, attempt, failed, go, settled, show

page = Blueprint("tiers", __name__, url_prefix="/tiers", template_folder="templates")
WHOLE = ("window_months", "potential_quantity", "vip_quantity", "grace_days")
AMOUNTS = ("potential_amount", "vip_amount")


@page.get("")
def index() -> Response:
    return _index(None)


@page.post("/recompute")
def recompute() -> BaseResponse:
    failure = attempt("recompute", lambda: reporting.recompute(key=key()))
    if failure:
        return _index(failure)
    return go(url_for(".index"), _("All tiers are being computed anew."))


@page.post("/policies")
def draft() -> BaseResponse:
    made: dict[str, Any] = {}
    failure = attempt("draft", lambda: made.update(reporting.draft_policy(key=key())))
    if failure:
        return _index(failure)
    return go(url_for(".policy", id=made["id"]), _("A draft, as the policy in force is now. Change it and try it out."))


@page.get("/policies/<uuid:id>")
def policy(id: UUID) -> Response:
    return show("tiers/policy.html", fragment="tiers/_policy.html", **_policy(id))


@page.post("/policies/<uuid:id>")
def change(id: UUID) -> BaseResponse:
    fields: dict[str, Any] = {name: _whole(text(name)) for name in WHOLE}
    fields |= {name: text(name) for name in AMOUNTS}
    fields |= {"combine": text("combine"), "kinds": texts("kinds"), "note": text("note")}
    failure = attempt("policy", lambda: reporting.change_policy(id, fields, version=version()))
    return _settled(id, failure, _("The draft is kept."))


@page.post("/policies/<uuid:id>/activate")
def activate(id: UUID) -> BaseResponse:
    failure = attempt("activate", lambda: reporting.activate_policy(id, version=version()))
    return _settled(id, failure, _("In force. All tiers are being computed by it."))


@page.get("/policies/<uuid:id>/trial")
def trial(id: UUID) -> BaseResponse:
    """What the draft would change; nothing is stored, so it is asked by GET."""
    failure: Failure | None = None
    result: dict[str, Any] | None = None
    try:
        result = reporting.try_policy(id)
    except ServiceError as error:
        failure = failed("trial", error)
    return show("tiers/trial.html", fragment="tiers/_trial.html", result=result, failure=failure, id=id)


@page.get("/runs")
def runs() -> Response:
    found = reporting.tier_runs(after=request.args.get("after"), limit=20)
    return show("tiers/runs.html", fragment="tiers/_runs.html", found=found)


def _index(failure: Failure | None) -> Response:
    return show(
        "tiers/index.html",
        fragment="tiers/index.html",
        status=failure.status if failure else 200,
        failure=failure,
        summary=reporting.tier_summary(),
        policies=reporting.policies(),
        found=reporting.tier_runs(limit=5),
        once=new_key(),
    )


def _policy(id: UUID) -> dict[str, Any]:
    return {"policy": reporting.policy(id)}


def _settled(id: UUID, failure: Failure | None, said: str) -> BaseResponse:
    return settled(
        failure,
        see=url_for(".policy", id=id),
        said=said,
        page="tiers/policy.html",
        fragment="tiers/_policy.html",
        context=lambda: _policy(id),
    )


def _whole(typed: str) -> int | str:
    return int(typed) if typed.isdecimal() else typed
