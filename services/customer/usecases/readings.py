"""The access log: who saw which customer, and what for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.audit import log_accesses, log_partial_view
from chassis.context import Context
from contracts.customer import ChangeRequestStatus, CustomerStatus, Purpose
from contracts.masking import MASKS
from contracts.permissions import Permission
from services.customer.contacts.store.contacts import contacts_of
from services.customer.domain.masking import sees_plain
from services.customer.store import queries
from services.customer.store.models import ChangeRequest, Contact, Customer
from services.customer.store.queries import CustomerDetail


def note_readings(ctx: Context, customer_ids: Iterable[UUID], purpose: Purpose | None = None, note: str = "") -> None:
    """Put on record that the actor saw these customers."""
    log_accesses(ctx, Customer.__tablename__, customer_ids, purpose or "", note)


@dataclass(frozen=True, kw_only=True)
class Reveal:
    """What plain values are wanted for: one of ``masking.REVEALING``, and in words."""

    purpose: Purpose
    note: str


@dataclass(frozen=True)
class Revealed:
    """A customer and its contacts, plain."""

    customer: Customer
    contacts: list[Contact]


def read_customer(ctx: Context, id: UUID) -> tuple[CustomerDetail, bool]:
    """A customer's detail, and whether it is shown plain because the actor is to check it; the reading is in the access
    log."""
    detail = queries.detail_of(ctx.session, id, ctx.actor)
    checking = is_to_check(ctx, detail)
    note_readings(ctx, [id], Purpose.CHECK if checking else None)
    return detail, checking


def view_part_of_customer(ctx: Context, id: UUID) -> Customer:
    """A customer of which a part is to be shown: contacts, transactions, what happened. The view is in the access
    log."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    log_partial_view(ctx, Customer.__tablename__, id)
    return customer


def is_to_check(ctx: Context, detail: CustomerDetail) -> bool:
    """Whether the actor is to compare this entry, or the change that waits on it, with the form: somebody who may
    check, and did not write it."""
    if not ctx.actor.may(Permission.CUSTOMER_VERIFY):
        return False
    customer, change = detail.customer, detail.change_request
    entry = customer.status == CustomerStatus.SUBMITTED and customer.author_id != ctx.actor.id
    changed = change is not None and change.author_id != ctx.actor.id
    return (entry or changed) and queries.reaches(ctx.session, ctx.actor, customer.id)(Permission.CUSTOMER_VERIFY)


def read_requests(ctx: Context, requests: Sequence[ChangeRequest]) -> None:
    """Put on record that the actor saw changes that wait for a check: their values are shown plain."""
    waiting = {
        r.customer_id for r in requests if r.status is ChangeRequestStatus.WAITING and MASKS.keys() & r.fields.keys()
    }
    note_readings(ctx, sorted(waiting), Purpose.CHECK)


def note_found(ctx: Context, q: str, found: Sequence[Any]) -> None:
    """Put on record that a whole number led to customers whose number the actor sees masked."""
    digits = queries.number_in(q)
    met = [row.id for row in found if row.mobile.lstrip("+") == digits and not sees_plain(ctx.actor.id, row)]
    if digits and met:
        note_readings(ctx, met, Purpose.SEARCH)


def reveal_customer(ctx: Context, id: UUID, command: Reveal) -> Revealed:
    """The plain values of a customer that the actor sees, for a purpose that is on record with who and when. NotFound
    where the right to reveal does not reach."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    if not sees_plain(ctx.actor.id, customer):
        queries.customer_of(ctx.session, ctx.actor, id, permission=Permission.CUSTOMER_REVEAL)
    note_readings(ctx, [id], command.purpose, command.note)
    return Revealed(customer, contacts_of(ctx.session, id))
