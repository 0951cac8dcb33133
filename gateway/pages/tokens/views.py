"""Tokens for programs: the list, making one, showing it once, revoking it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import auth
from gateway.formats import now
from gateway.forms import key, text, version
from gateway.render import Failure, attempt, go, show

page = Blueprint("tokens", __name__, url_prefix="/staff/tokens", template_folder="templates")
ROWS = 50
DAYS = (30, 90, 180, 365)
"""For how long a token can be made, in days."""


@page.get("")
def index() -> Response:
    return _list(None)


@page.get("/new")
def new() -> Response:
    return _form(request.args.get("account", ""), None)


@page.post("/new")
def add() -> BaseResponse:
    account, days = text("staff_id"), text("days")
    fields: Any = {
        "name": text("name"),
        "staff_id": account or None,
        "permissions": {
            name.removeprefix("permission:"): scope
            for name, scope in request.form.items()
            if name.startswith("permission:") and scope
        },
        "expires_at": _ends_at(int(days) if days.isdigit() else 0),
    }
    made: dict[str, Any] = {}
    failure = attempt("token", lambda: made.update(auth.add_token(fields, key=key())))
    if failure:
        return _form(account, failure)
    if not made.get("token"):
        return go(url_for(".index"), _("This token was made already and is not shown again."))
    return show("tokens/made.html", fragment="tokens/made.html", made=made)


@page.post("/<uuid:id>/revoke")
def revoke(id: UUID) -> BaseResponse:
    failure = attempt("revoke", lambda: auth.revoke_token(id, version=version()))
    return _list(failure) if failure else go(url_for(".index"), _("Revoked: it no longer opens anything."))


def _ends_at(days: int) -> str:
    """So many days from today, at midnight: the same when the form is sent twice."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=days)).isoformat()


def _list(failure: Failure | None) -> Response:
    return show(
        "tokens/index.html",
        fragment="tokens/index.html",
        status=failure.status if failure else 200,
        failure=failure,
        found=auth.list_tokens(after=request.args.get("after"), limit=ROWS),
        accounts=auth.list_token_holders()["items"],
        now=now().isoformat(),
    )


def _form(account: str, failure: Failure | None) -> Response:
    holder = next((each for each in auth.list_token_holders()["items"] if each["id"] == account), None)
    if holder is None:
        abort(404)
    return show(
        "tokens/form.html",
        fragment="tokens/form.html",
        status=failure.status if failure else 200,
        failure=failure,
        holder=holder,
        days=DAYS,
        narrower=lambda widest: ["own", "department", "all"][: ["own", "department", "all"].index(widest) + 1],
    )
