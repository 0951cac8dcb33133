"""Tiers and the policies behind them: look, draft, try out, put in force, compute anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import reporting
from gateway.mechanism.form import Field, Form
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.page import Page
from gateway.mechanism.panel import Back
from gateway.mechanism.record import RecordPage
from gateway.mechanism.sent import perform
from gateway.pages.tiers.tables import MOVES, NO_RUN, RUNS, SAMPLE, TIERS, shares_of
from gateway.render import Failure, attempt, show

page = Blueprint("tiers", __name__, url_prefix="/tiers", template_folder="templates")


def overview() -> Record:
    """How many customers have which tier, and the policies."""
    summary = reporting.read_summary()
    return {
        "summary": summary,
        "tiers": TIERS,
        "shares": shares_of(summary),
        "policies": reporting.list_policies()["items"],
    }


tiers = Page(page, "tiers/index.html", load=overview)
tiers.adds(
    "recompute",
    reporting.recompute,
    path="/recompute",
    said=_l("All tiers are being computed anew."),
    title=_l("Compute anew"),
    icon="refresh",
)
tiers.adds(
    "draft",
    reporting.draft_policy,
    path="/policies",
    said=_l("A draft, as the policy in force is now. Change it and try it out."),
    see=lambda made: url_for(".policy", id=made["id"]),
    title=_l("New policy"),
    icon="pencil-plus",
    tone="btn-primary",
)

ListPage(
    page,
    "runs",
    Looks(NO_RUN, table=RUNS, framed=False, target="#computations-body"),
    find=reporting.list_runs,
    path="/runs",
    endpoint="runs",
    size=20,
    title=_l("Computations"),
    back=Back(".index", _l("Tiers")),
)

policy = RecordPage(
    page,
    "policy",
    folder="tiers",
    load=reporting.read_policy,
    path="/policies/<uuid:id>",
    endpoint="policy",
    whole="policy",
    part="_policy",
)
RULES = (
    Field("window_months", required=True, hint=_l("Business of the last so many months counts.")),
    Field("combine", required=True),
    Field("grace_days", hint=_l("So long a customer keeps a tier that the figures no longer reach.")),
    Field("potential_amount", required=True),
    Field("potential_quantity", required=True),
    Field("vip_amount", required=True),
    Field("vip_quantity", required=True),
    Field("kinds", choice="transaction_kind"),
    Field("note", wide=True),
)
policy.command(
    "edit",
    reporting.change_policy,
    path="",
    said=_l("The draft is kept."),
    submit=_l("Keep the draft"),
    clears=True,
    fields=RULES,
)
policy.command(
    "activate",
    reporting.activate_policy,
    said=_l("In force. All tiers are being computed by it."),
    title=_l("Put in force"),
    icon="check",
    tone="btn-primary",
    confirm=_l("Put this policy in force for all customers?"),
    clears=True,
    fields=RULES,
)
TRIAL = Form(reporting.try_policy, RULES, clears=True)


@page.post("/policies/<uuid:id>/trial")
def trial(id: UUID) -> Response:
    """What the draft would change as it stands in the form; nothing is stored."""
    result: Any = attempt("edit", lambda: perform(reporting.try_policy, TRIAL.sent(), id=id))
    if isinstance(result, Failure):
        return policy.show(policy.load(id), result)
    answer = show("tiers/trial.html", fragment="tiers/_trial.html", result=result, id=id, moves=MOVES, sample=SAMPLE)
    answer.headers.update({"HX-Retarget": "#trial", "HX-Reswap": "innerHTML"})
    return answer
