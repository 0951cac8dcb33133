"""Masking: what an answer shows of phone numbers, mails and addresses to the one who asks.

Every answer that carries such a field goes through here; who sees it plain is said once, in ``domain.masking``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from chassis.auth import Actor
from chassis.db.trail import Change
from chassis.http import Shown
from contracts.masking import MASKS, mask_changes, mask_field
from services.customer.domain.masking import sees_plain
from services.customer.store.models import ChangeRequest, Contact, Customer
from services.customer.store.queries import CustomerDetail
from services.customer.store.timelines import Moment

BESIDE = [field.name for field in fields(CustomerDetail) if field.name not in ("customer", "change_request")]


def rows_shown(rows: Sequence[Any], actor: Actor) -> list[Any]:
    """Customers of a list."""
    return [row if sees_plain(actor.id, row) else Shown(row, _masks(row, ("mobile",))) for row in rows]


def detail_shown(detail: CustomerDetail, actor: Actor, *, checking: bool = False) -> Shown:
    """A customer's detail as one answer; plain to its owner and, for its check, to the one who is ``checking``."""
    customer, request = detail.customer, detail.change_request
    entry = checking and request is None
    plain = entry or sees_plain(actor.id, customer)
    beside = {name: getattr(detail, name) for name in BESIDE} | {"masked": False, "change_request": request}
    if request is not None and not plain and not checking:
        beside["change_request"] = Shown(request, {"fields": mask_changes(request.fields)})
    return Shown(customer, beside if plain else beside | _masks(customer, MASKS))


def request_shown(request: ChangeRequest, customer: Customer, actor: Actor) -> Shown:
    """A change request to somebody who checks: plain as long as it waits for the check, so that it can be made."""
    beside: dict[str, Any] = {"customer_code": customer.code, "customer_name": customer.name}
    waiting = request.status == "waiting" and request.author_id != actor.id
    if not waiting and not sees_plain(actor.id, customer):
        beside["fields"] = mask_changes(request.fields)
    return Shown(request, beside)


def contacts_shown(contacts: Sequence[Contact], customer: Customer, actor: Actor) -> list[Any]:
    """Contacts of a customer."""
    if sees_plain(actor.id, customer):
        return list(contacts)
    return [Shown(contact, _masks(contact, ("phone", "email"))) for contact in contacts]


def changes_shown(changes: Sequence[Change], customer: Customer, actor: Actor) -> list[Any]:
    """The trail of a customer."""
    if sees_plain(actor.id, customer):
        return list(changes)
    return [Shown(change, {"fields": mask_changes(change.fields)}) for change in changes]


def moments_shown(moments: Sequence[Moment], customer: Customer, actor: Actor) -> list[Moment]:
    """The timeline of a customer."""
    if sees_plain(actor.id, customer):
        return list(moments)
    return [
        replace(moment, detail=moment.detail | {"changes": mask_changes(moment.detail.get("changes") or {})})
        if moment.kind == "change"
        else moment
        for moment in moments
    ]


def _masks(record: Any, names: Any) -> dict[str, Any]:
    return {"masked": True} | {name: mask_field(name, getattr(record, name)) for name in names}
