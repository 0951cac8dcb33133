"""What an answer shows to the one who asks: personal values plain or masked, and what may be done with the record.

Every answer that carries a phone number, mail or address goes through here; who sees it plain is said once, in
``domain.masking``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.context import Context
from chassis.db.trail import Change
from chassis.http import Shown
from contracts.customer import ChangeRequestStatus
from contracts.masking import MASKS, mask_changes, mask_field
from contracts.permissions import Permission
from services.customer.domain.contacts import contact_actions
from services.customer.domain.masking import sees_plain
from services.customer.domain.workflow import CHANGE_REQUEST, CUSTOMER
from services.customer.store import queries
from services.customer.store.models import ChangeRequest, Contact, Customer
from services.customer.store.queries import CustomerDetail
from services.customer.store.timelines import Moment
from services.customer.usecases.changes import changed_meanwhile
from services.customer.usecases.customers import entry_of

BESIDE = [field.name for field in fields(CustomerDetail) if field.name not in ("customer", "change_request")]


def rows_shown(rows: Sequence[Any], actor: Actor) -> list[Any]:
    """Customers of a list."""
    return [row if sees_plain(actor.id, row) else Shown(row, _masks(row, ("mobile",))) for row in rows]


def written(ctx: Context, customer: Customer) -> Shown:
    """One customer, just written, with its owner's name and what waits on it."""
    ctx.session.flush()
    return detail_shown(ctx, queries.detail_of(ctx.session, customer.id))


def detail_shown(ctx: Context, detail: CustomerDetail, *, checking: bool = False) -> Shown:
    """A customer's detail as one answer, with what the actor may do; plain to its owner and, for its check, to the one
    who is ``checking``."""
    customer, request = detail.customer, detail.change_request
    entry = checking and request is None
    plain = entry or sees_plain(ctx.actor.id, customer)
    reaches = reach_to(ctx, customer)
    beside = {name: getattr(detail, name) for name in BESIDE} | {
        "masked": False,
        "change_request": request and _request_in_detail(ctx, request, customer, reaches, plain or checking),
        "actions": CUSTOMER.actions(entry_of(ctx, customer, reaches), ctx.actor, reaches=reaches),
    }
    return Shown(customer, beside if plain else beside | _masks(customer, MASKS))


def reach_to(ctx: Context, customer: Customer) -> Callable[[str], bool]:
    """Says whether a permission of the actor reaches a customer: one's own without asking, as every scope holds those.
    What one sees plain anyway, one reveals without its reaching that far."""
    reaches = queries.reaches(ctx.session, ctx.actor, customer.id)
    mine, plain = customer.owner_id == ctx.actor.id, sees_plain(ctx.actor.id, customer)

    def may(permission: str) -> bool:
        if mine or (permission == Permission.CUSTOMER_REVEAL and plain):
            return ctx.actor.may(permission)
        return reaches(permission)

    return may


def _request_in_detail(
    ctx: Context, request: ChangeRequest, customer: Customer, reaches: Callable[[str], bool], plain: bool
) -> Shown:
    actions = CHANGE_REQUEST.actions(request, ctx.actor, reaches=reaches)
    return Shown(request, {"actions": actions} | _changes_shown(request, customer, plain))


def _changes_shown(request: ChangeRequest, customer: Customer, plain: bool) -> dict[str, Any]:
    """What a request changes, and what has changed meanwhile while it waits."""
    waits = request.status is ChangeRequestStatus.WAITING
    meanwhile = changed_meanwhile(customer, request.fields) if waits else {}
    if plain:
        return {"fields": request.fields, "meanwhile": meanwhile}
    masked = {name: mask_field(name, value) for name, value in meanwhile.items()}
    return {"fields": mask_changes(request.fields), "meanwhile": masked}


def requests_shown(ctx: Context, requests: Sequence[ChangeRequest]) -> list[Shown]:
    """Change requests that the actor's right to check reaches, with the code and name of their customers."""
    known = queries.customers_by_id(ctx.session, (request.customer_id for request in requests))
    return [_request_shown(request, known[request.customer_id], ctx.actor) for request in requests]


def request_shown(ctx: Context, request: ChangeRequest) -> Shown:
    """A change request that was just decided on."""
    return requests_shown(ctx, [request])[0]


def _request_shown(request: ChangeRequest, customer: Customer, actor: Actor) -> Shown:
    """Plain as long as it waits for the check, so that it can be made."""
    beside: dict[str, Any] = {
        "customer_code": customer.code,
        "customer_name": customer.name,
        "actions": CHANGE_REQUEST.actions(request, actor),
    }
    waiting = request.status is ChangeRequestStatus.WAITING and request.author_id != actor.id
    return Shown(request, beside | _changes_shown(request, customer, waiting or sees_plain(actor.id, customer)))


def contacts_shown(ctx: Context, contacts: Sequence[Contact], customer: Customer) -> list[Shown]:
    """Contacts of a customer."""
    plain, reaches = sees_plain(ctx.actor.id, customer), reach_to(ctx, customer)
    shown = []
    for contact in contacts:
        actions = {"actions": contact_actions(contact, ctx.actor, reaches)}
        shown.append(Shown(contact, actions if plain else actions | _masks(contact, ("phone", "email"))))
    return shown


def proposed_shown(ctx: Context, contacts: Sequence[Contact]) -> list[Shown]:
    """Contacts that wait for a decision by the actor, plain, with the code and name of their customers."""
    known = queries.customers_by_id(ctx.session, (contact.customer_id for contact in contacts))
    shown = []
    for contact in contacts:
        customer = known[contact.customer_id]
        actions = contact_actions(contact, ctx.actor, reach_to(ctx, customer))
        whose = {"customer_code": customer.code, "customer_name": customer.name}
        shown.append(Shown(contact, whose | {"actions": actions}))
    return shown


def contact_shown(ctx: Context, contact: Contact) -> Shown:
    """A contact that was just written."""
    customer = queries.customer_of(ctx.session, ctx.actor, contact.customer_id)
    return contacts_shown(ctx, [contact], customer)[0]


def changes_shown(
    changes: Sequence[Change], customer: Customer, actor: Actor, named: Mapping[UUID, str]
) -> list[Shown]:
    """The trail of a customer. ``named``: its contacts."""
    plain = sees_plain(actor.id, customer)
    return [
        Shown(
            change,
            {
                "about": named.get(change.record_id, ""),
                "fields": change.fields if plain else mask_changes(change.fields),
            },
        )
        for change in changes
    ]


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
