"""Hand-overs: VIP customers that wait for a customer manager, and everything of somebody who leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.mechanism.form import Field, Pairs
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back, add_panel
from gateway.mechanism.table import Empty, Filter
from gateway.sessions import may

page = Blueprint("hand_overs", __name__, url_prefix="/hand-overs")


def choosers(people: Iterable[Mapping[str, Any]], giver: Any) -> list[tuple[str, str]]:
    """Everybody who may own customers, but the one who gives them."""
    return [
        (each["id"], " · ".join(filter(None, (each["name"], each["department_name"]))))
        for each in people
        if each["id"] != giver
    ]


def waiting(**asked: Any) -> Record:
    """The customers that wait, each with those it may be given to."""
    found = customer.list_waiting_hand_overs(**asked)
    people = customer.list_takers(vip=True)["items"] if may("customer:give") and found["items"] else []
    return {**found, "items": [{**each, "takers": choosers(people, each["owner_id"])} for each in found["items"]]}


def owners_of_many(**asked: Any) -> Record:
    """Who owns customers, each with those who may take them all over."""
    found = customer.list_owners(**asked)
    people = customer.list_takers()["items"]
    return {**found, "items": [{**each, "takers": choosers(people, each["id"])} for each in found["items"]]}


def taker(name: str) -> Field:
    """The chooser of a new owner."""
    return Field(name, _l("New owner"), look="select", blank=_l("Choose …"))


def to_takers(name: str) -> Any:
    """What that chooser offers in a row: those who may own its customer."""

    def pairs(row: Mapping[str, Any]) -> dict[str, Pairs]:
        return {name: row["takers"]}

    return pairs


hand_overs = ListPage(
    page,
    "hand-overs",
    Looks(
        Empty(_l("No VIP customer waits for a customer manager"), icon="arrows-exchange"),
        "customers/hand_overs_index.html",
        item="customers/_hand_over.html",
    ),
    find=waiting,
)
hand_overs.command(
    "take",
    customer.take_hand_over,
    said=_l("The customer is yours now."),
    title=_l("Take over"),
    icon="hand-grab",
    leads=True,
)
hand_overs.command(
    "give",
    customer.give_hand_over,
    said=_l("Handed over."),
    title=_l("Give to …"),
    icon="arrows-exchange",
    fields=(taker("owner_id"),),
    pairs=to_takers("owner_id"),
    submit=_l("Hand over"),
)

owners = ListPage(
    page,
    "hand-overs",
    Looks(
        Empty(_l("Nobody here owns customers"), icon="users"),
        "customers/hand_overs_all.html",
        item="customers/_owner_of_many.html",
    ),
    find=owners_of_many,
    path="/all",
    endpoint="owners",
    filters=(Filter("owner_id", look="kept"),),
)
owners.command(
    "all",
    customer.give_all,
    by="from_staff",
    always=True,
    said=lambda given: _("Handed over: %(number)s customers.", number=given["customers"]),
    title=_l("Hand everything over"),
    icon="arrows-exchange",
    tone="btn-sm",
    note=_l(
        "All customers and entries of this person go over at once; each keeps its history. Cases in hand go back to "
        "their desk when the person is disabled."
    ),
    fields=(Field("from_staff", look="hidden", of="id"), taker("to_staff")),
    pairs=to_takers("to_staff"),
)


def owned(id: UUID) -> Record:
    """How many customers somebody owns, as a part of that person's page."""
    found = customer.list_owners(owner_id=id)["items"]
    return {"owner": found[0] if found else None}


add_panel(
    page,
    "/of/<uuid:id>",
    "owned",
    _l("Hand-overs"),
    "customers/_hand_overs_of.html",
    owned,
    back=Back("staff.detail", _l("Staff")),
)
