"""The person's own data and password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients.generated import auth
from gateway.forms import sent
from gateway.render import Failure, attempt, failed, go, show
from gateway.visits import forget_token

page = Blueprint("own", __name__, url_prefix="/own", template_folder="templates")
ROWS = 20


@page.get("", endpoint="page")
def own() -> Response:
    return _page(None)


@page.post("")
def change() -> BaseResponse:
    fields: Any = sent("email", "phone", "address")
    failure = attempt("own", lambda: auth.change_me(fields))
    return _page(failure) if failure else go(url_for(".page"), _("Changed."))


@page.post("/password")
def password() -> BaseResponse:
    failure = _change_password()
    return _page(failure) if failure else go(url_for(".page"), _("Your password is changed."))


@page.get("/password")
def choose_password() -> BaseResponse:
    """The one page of somebody whose password was made by somebody else."""
    return _choose(None)


@page.post("/password/choose")
def keep_password() -> BaseResponse:
    failure = _change_password()
    return _choose(failure) if failure else go(url_for("home.page"), _("Your password is changed."))


@page.get("/sessions")
def sessions() -> BaseResponse:
    return _sessions(None)


@page.post("/sessions/<uuid:id>/end")
def end_session(id: UUID) -> BaseResponse:
    failure = attempt("sessions", lambda: auth.end_own_session(id))
    return _sessions(failure) if failure else go(url_for(".sessions"), _("Ended."))


@page.post("/sessions/end")
def end_sessions() -> BaseResponse:
    failure = attempt("sessions", lambda: auth.end_own_sessions({"this_too": False}))
    return _sessions(failure) if failure else go(url_for(".sessions"), _("All the others are ended."))


def _sessions(failure: Failure | None) -> Response:
    return show(
        "own/sessions.html",
        fragment="own/sessions.html",
        status=failure.status if failure else 200,
        failure=failure,
        found=auth.list_own_sessions()["items"],
        tried=auth.list_own_sign_ins(after=request.args.get("after"), limit=ROWS),
        end_of=lambda each: url_for(".end_session", id=each["id"]),
    )


def _choose(failure: Failure | None) -> Response:
    status = failure.status if failure else 200
    return show("own/choose.html", fragment="own/choose.html", status=status, failure=failure)


def _change_password() -> Failure | None:
    try:
        auth.change_password({"old": request.form.get("old", ""), "new": request.form.get("new", "")})
    except ServiceError as error:
        return failed("password", error)
    forget_token()  # it said what was true of the old password
    return None


def _page(failure: Failure | None) -> Response:
    status = failure.status if failure else 200
    return show("own/page.html", fragment="own/page.html", status=status, failure=failure, me=auth.read_me())
