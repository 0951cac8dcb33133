"""The review of accounts: its state, the accounts one answers for, and for the administrator when it is made."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.formats import ago, day, number
from gateway.forms import filters, text, texts
from gateway.mechanism.form import Field
from gateway.mechanism.page import Page
from gateway.mechanism.table import Column, Table
from gateway.pages.staff.known import roles_named
from gateway.sessions import person

page = Blueprint("reviews", __name__, url_prefix="/staff/reviews", template_folder="templates")
ROWS = 100

ACCOUNTS = Table(
    cells="reviews/_cells.html",
    columns=(
        Column("name", _l("Full name"), cell="account"),
        Column("department_name", _l("Department")),
        Column("roles", _l("Roles"), roles_named),
        Column("last_sign_in_at", _l("Last signed in"), lambda at: ago(at) if at else _("never")),
        Column("answer", _l("Answer"), cell="answer"),
    ),
)
EARLIER = Table(
    columns=(
        Column("opened_on", _l("Begun"), day, looks="nowrap"),
        Column("accounts", _l("Accounts"), number, looks="num"),
        Column("kept", _l("Confirmed"), number, looks="num"),
        Column("refused", _l("Denied"), number, looks="num"),
        Column("taken_away", _l("Disabled"), number, looks="num"),
    ),
)


def overview() -> Record:
    """The last review with its accounts: those that wait for the person first, or all of them."""
    asked = filters("answer", "all")
    reviews = auth.list_reviews(limit=8)["items"]
    review = reviews[0] if reviews else None
    found: Any = {"items": [], "next": None}
    mine = bool(review and review["mine"] and not asked)
    if review:
        query: Any = {"mine": True} if mine else {"answer": asked.get("answer")}
        found = auth.list_reviewed_accounts(review["id"], **query, after=request.args.get("after"), limit=ROWS)
    return {
        "review": review,
        "found": found,
        "accounts": ACCOUNTS,
        "mine": mine,
        "asked": asked,
        "earlier": reviews[1:],
        "earlier_table": EARLIER,
        "policy": auth.read_review_policy(),
        "runs": (person() or {}).get("permissions", {}).get("staff:write") == "all",
    }


def chosen_accounts() -> list[str] | None:
    """The accounts that are answered for; None: all that wait for the person."""
    return None if text("verb") == "keep_all" else texts("staff_ids")


reviews = Page(page, "reviews/index.html", load=overview)
reviews.adds(
    "begin",
    auth.open_review,
    said=_l("The review has begun; everybody is written to."),
    title=_l("Begin a review now"),
    icon="player-play",
    tone="btn-primary",
    confirm=_l("Begin a review now? Everybody who answers for accounts is written to."),
)
reviews.command(
    "answers",
    auth.answer_accounts,
    said=lambda _review: _("Disabled.") if text("verb") == "refuse" else _("Confirmed."),
    fields=(
        Field("keep", look="none", read=lambda: text("verb") != "refuse"),
        Field("staff_ids", look="none", read=chosen_accounts),
    ),
)
reviews.adds(
    "edit",
    auth.set_review_policy,
    path="/policy",
    record="policy",
    always=False,
    clears=True,
    said=_l("Changed."),
    title=_l("Change how accounts are reviewed"),
    icon="pencil",
    tone="btn-sm",
    fields=(
        Field("months_between"),
        Field("days_to_answer"),
        Field("idle_days"),
    ),
    submit=_l("Save"),
)
