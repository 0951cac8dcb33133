"""What an answer shows to the one who asks: personal values plain or masked, and what may be done with the record.

Every answer that carries a phone number, mail or address goes through here; who sees it plain is said once, in
``domain.masking``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.context import Context
from chassis.db.trail import Change
from chassis.http import Presented
from contracts.customer import ChangeRequestStatus
from contracts.masking import MASKS, mask_changes, mask_field
from contracts.permissions import Permission
from services.customer.checks.store.models import ChangeRequest
from services.customer.checks.usecases.changes import changed_meanwhile
from services.customer.contacts.domain.contacts import contact_actions
from services.customer.domain.masking import sees_plain
from services.customer.domain.workflow import CHANGE_REQUEST, CUSTOMER
from services.customer.store import queries
from services.customer.store.access import opened_plain
from services.customer.store.models import Contact, Customer
from services.customer.store.queries import CustomerDetail
from services.customer.store.timelines import Moment
from services.customer.usecases.customers import entry_of
from services.customer.usecases.readings import why_plain

EXTRAS = [field.name for field in fields(CustomerDetail) if field.name not in ("customer", "change_request")]


def present_rows(rows: Sequence[Any], actor: Actor, opened: Container[UUID]) -> list[Any]:
    """Customers of a list; ``opened``: those whose numbers are plain for now."""
    return [row if sees_plain(actor.id, row, opened) else Presented(row, _masks(row, ("mobile",))) for row in rows]


def written(ctx: Context, customer: Customer) -> Presented:
    """One customer, just written, with its owner's name and what waits on it."""
    ctx.session.flush()
    return present_detail(ctx, queries.detail_of(ctx.session, customer.id))


def present_detail(ctx: Context, detail: CustomerDetail, *, checking: bool = False) -> Presented:
    """A customer's detail as one answer, with what the actor may do; plain to its owner and, for its check, to the one
    who is ``checking``."""
    customer, request = detail.customer, detail.change_request
    entry = checking and request is None
    why = why_plain(ctx, customer)
    own = why is not None or sees_plain(ctx.actor.id, customer)
    plain, reaches = entry or own, reach_to(ctx, customer, own)
    extras = {name: getattr(detail, name) for name in EXTRAS} | {
        "masked": False,
        "plain_by": why.purpose if why else "",
        "merged_into_code": queries.code_of(ctx.session, customer.merged_into),
        "change_request": request and _request_in_detail(ctx, request, customer, reaches, plain or checking),
        "actions": CUSTOMER.actions(entry_of(ctx, customer, reaches), ctx.actor, reaches=reaches),
    }
    return Presented(customer, extras if plain else extras | _masks(customer, MASKS))


def is_plain(ctx: Context, customer: Customer) -> bool:
    """Whether the actor sees a customer plain now."""
    return sees_plain(ctx.actor.id, customer) or why_plain(ctx, customer) is not None


def reach_to(ctx: Context, customer: Customer, plain: bool) -> Callable[[str], bool]:
    """Says whether a permission of the actor reaches a customer: one's own without asking, as every scope holds those.
    What one sees ``plain`` anyway, one reveals without its reaching that far."""
    reaches = queries.reaches(ctx.session, ctx.actor, customer.id)
    mine = customer.owner_id == ctx.actor.id

    def may(permission: str) -> bool:
        if mine or (permission == Permission.CUSTOMER_REVEAL and plain):
            return ctx.actor.may(permission)
        return reaches(permission)

    return may


def _request_in_detail(
    ctx: Context, request: ChangeRequest, customer: Customer, reaches: Callable[[str], bool], plain: bool
) -> Presented:
    actions = CHANGE_REQUEST.actions(request, ctx.actor, reaches=reaches)
    return Presented(request, {"actions": actions} | _present_change(request, customer, plain))


def _present_change(request: ChangeRequest, customer: Customer, plain: bool) -> dict[str, Any]:
    """What a request changes, and what has changed meanwhile while it waits."""
    waits = request.status is ChangeRequestStatus.WAITING
    meanwhile = changed_meanwhile(customer, request.fields) if waits else {}
    if plain:
        return {"fields": request.fields, "meanwhile": meanwhile}
    masked = {name: mask_field(name, value) for name, value in meanwhile.items()}
    return {"fields": mask_changes(request.fields), "meanwhile": masked}


def present_requests(ctx: Context, requests: Sequence[ChangeRequest]) -> list[Presented]:
    """Change requests that the actor's right to check reaches, with the code and name of their customers."""
    known = queries.customers_by_id(ctx.session, (request.customer_id for request in requests))
    opened = opened_plain(ctx.session, ctx.actor)
    return [_present_request(request, known[request.customer_id], ctx.actor, opened) for request in requests]


def present_request(ctx: Context, request: ChangeRequest) -> Presented:
    """A change request that was just decided on."""
    return present_requests(ctx, [request])[0]


def _present_request(request: ChangeRequest, customer: Customer, actor: Actor, opened: Container[UUID]) -> Presented:
    """Plain as long as it waits for the check, so that it can be made."""
    extras: dict[str, Any] = {
        "customer_code": customer.code,
        "customer_name": customer.name,
        "actions": CHANGE_REQUEST.actions(request, actor),
    }
    waiting = request.status is ChangeRequestStatus.WAITING and request.author_id != actor.id
    plain = waiting or sees_plain(actor.id, customer, opened)
    return Presented(request, extras | _present_change(request, customer, plain))


def present_contacts(ctx: Context, contacts: Sequence[Contact], customer: Customer) -> list[Presented]:
    """Contacts of a customer."""
    plain = is_plain(ctx, customer)
    reaches = reach_to(ctx, customer, plain)
    rows = []
    for contact in contacts:
        actions = {"actions": contact_actions(contact, ctx.actor, reaches)}
        rows.append(Presented(contact, actions if plain else actions | _masks(contact, ("phone", "email"))))
    return rows


def present_proposed(ctx: Context, contacts: Sequence[Contact]) -> list[Presented]:
    """Contacts that wait for a decision by the actor, plain, with the code and name of their customers."""
    known = queries.customers_by_id(ctx.session, (contact.customer_id for contact in contacts))
    shown = []
    for contact in contacts:
        customer = known[contact.customer_id]
        actions = contact_actions(contact, ctx.actor, reach_to(ctx, customer, is_plain(ctx, customer)))
        whose = {"customer_code": customer.code, "customer_name": customer.name}
        shown.append(Presented(contact, whose | {"actions": actions}))
    return shown


def present_contact(ctx: Context, contact: Contact) -> Presented:
    """A contact that was just written."""
    customer = queries.customer_of(ctx.session, ctx.actor, contact.customer_id)
    return present_contacts(ctx, [contact], customer)[0]


def present_changes(
    ctx: Context, changes: Sequence[Change], customer: Customer, named: Mapping[UUID, str]
) -> list[Presented]:
    """The trail of a customer. ``named``: its contacts."""
    plain = is_plain(ctx, customer)
    return [
        Presented(
            change,
            {
                "about": named.get(change.record_id, ""),
                "fields": change.fields if plain else mask_changes(change.fields),
            },
        )
        for change in changes
    ]


def present_moments(ctx: Context, moments: Sequence[Moment], customer: Customer) -> list[Moment]:
    """The timeline of a customer."""
    if is_plain(ctx, customer):
        return list(moments)
    return [
        replace(moment, detail=moment.detail | {"changes": mask_changes(moment.detail.get("changes") or {})})
        if moment.kind == "change"
        else moment
        for moment in moments
    ]


def _masks(record: Any, names: Any) -> dict[str, Any]:
    return {"masked": True} | {name: mask_field(name, getattr(record, name)) for name in names}
