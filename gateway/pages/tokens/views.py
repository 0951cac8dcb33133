"""Tokens for programs: the list, making one, showing it once, revoking it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.formats import now
from gateway.forms import text
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.page import Page
from gateway.mechanism.permissions import PERMISSIONS, chosen
from gateway.mechanism.table import Column, Empty, Table
from gateway.render import go, show

page = Blueprint("tokens", __name__, url_prefix="/staff/tokens", template_folder="templates")
DAYS = (30, 90, 180, 365)
"""For how long a token can be made, in days."""

TABLE = Table(
    cells="tokens/_cells.html",
    columns=(
        Column("name", _l("Name"), cell="token"),
        Column("staff_name", _l("Account")),
        Column("permissions", _l("What it may do"), cell="permissions"),
        Column("expires_at", _l("Ends"), cell="ends"),
        Column("last_used_at", _l("Last used"), cell="used"),
        Column("revoke", _l("Revoke"), cell="revoke", hidden_title=True, looks="text-end"),
    ),
)


def holders(_found: Any = None) -> Record:
    """The accounts that can have a token, and the time that tokens end by."""
    return {"accounts": auth.list_token_holders()["items"], "now": now().isoformat()}


tokens = ListPage(
    page,
    "tokens",
    Looks(Empty(_l("No token yet"), icon="key"), "tokens/index.html", table=TABLE, above="tokens/_accounts.html"),
    find=auth.list_tokens,
    extras=holders,
    size=50,
)
tokens.command(
    "revoke",
    auth.revoke_token,
    said=_l("Revoked: it no longer opens anything."),
    title=_l("Revoke"),
    tone="btn-sm",
    confirm=lambda token: _("Revoke %(name)s? The program stops working here at once.", name=token["name"]),
)


def account() -> Record:
    """The account that the new token is for; 404 where it can have none."""
    wanted = text("staff_id") or request.args.get("account", "")
    holder = next((each for each in auth.list_token_holders()["items"] if each["id"] == wanted), None)
    if holder is None:
        abort(404)
    return {"holder": holder, "widest": dict(sorted(holder["permissions"].items())), "chosen": chosen()}


def shown_once(made: Any) -> str | BaseResponse:
    """The page that shows a new token, this once."""
    if not made.get("token"):
        return go(url_for(".index"), _("This token was made already and is not shown again."))
    return show("tokens/made.html", made=made)


def ends_at() -> str:
    """So many days from today, at midnight: the same when the form is sent twice."""
    days = text("days")
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=int(days) if days.isdigit() else 0)).isoformat()


new = Page(page, "tokens/form.html", load=account, path="/new", endpoint="new")
new.adds(
    "token",
    auth.add_token,
    record="holder",
    see=shown_once,
    said="",
    title=_l("Make a token"),
    fields=(
        Field("name", _l("Name of the program"), html={"autocomplete": "off"}),
        Field(
            "days",
            _l("Ends after"),
            value=90,
            required=True,
            sent=False,
            pairs=lambda: [(each, _("%(n)s days", n=each)) for each in DAYS],
        ),
        Field("staff_id", look="hidden", of="id"),
        Field("expires_at", look="none", read=ends_at),
        PERMISSIONS,
    ),
)
