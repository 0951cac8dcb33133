"""Hand-overs: VIP customers that wait for a customer manager, and everything of somebody who leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import customer
from gateway.forms import filters, key, text, version
from gateway.render import attempt, go, settled, show
from gateway.visits import may

page = Blueprint("hand_overs", __name__, url_prefix="/hand-overs")
ROWS = 30


@page.get("")
def index() -> Response:
    return show("customers/hand_overs_index.html", fragment="customers/_hand_overs_index.html", **_waiting())


@page.post("/<uuid:id>/<any(take, give):verb>")
def pass_on(id: UUID, verb: str) -> BaseResponse:
    body = {"owner_id": text("owner_id") or None} if verb == "give" else {}
    failure = attempt(f"{verb}-{id}", lambda: customer.pass_on(id, verb, body, version=version()))
    return settled(
        failure,
        see=url_for(".index"),
        said=_("The customer is yours now.") if verb == "take" else _("Handed over."),
        page="customers/hand_overs_index.html",
        fragment="customers/_hand_overs_index.html",
        context=_waiting,
    )


@page.get("/all")
def owners() -> Response:
    return show("customers/hand_overs_all.html", fragment="customers/_hand_overs_all.html", **_owners())


@page.get("/of/<uuid:id>")
def owned(id: UUID) -> Response:
    """How many customers somebody owns, as a part of that person's page."""
    found = customer.owners_of_many(owner_id=str(id))["items"]
    return show(
        "customers/hand_overs_of.html", fragment="customers/_hand_overs_of.html", owner=found[0] if found else None
    )


@page.post("/all")
def give_all() -> BaseResponse:
    giver = text("from_staff")
    made: dict[str, Any] = {}
    body = {"from_staff": giver or None, "to_staff": text("to_staff") or None}
    failure = attempt(f"all-{giver}", lambda: made.update(customer.give_all(body, key=key())))
    if failure:
        return show(
            "customers/hand_overs_all.html",
            fragment="customers/_hand_overs_all.html",
            status=failure.status,
            failure=failure,
            **_owners(),
        )
    return go(url_for(".owners"), _("Handed over: %(number)s customers.", number=made["customers"]))


def _waiting() -> dict[str, Any]:
    found = customer.hand_overs(after=request.args.get("after"), limit=ROWS)
    people = customer.takers(vip="true") if may("customer:give") and found["items"] else []
    return {"found": found, "people": people}


def _owners() -> dict[str, Any]:
    asked = filters("owner_id")
    found = customer.owners_of_many(**asked, after=request.args.get("after"), limit=ROWS)
    return {"found": found, "people": customer.takers()}
