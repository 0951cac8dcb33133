"""The access log: who saw which customer, and what for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from chassis.audit import log_accesses, log_partial_view
from chassis.context import Context
from chassis.db import Page
from contracts.customer import ChangeRequestStatus, CustomerStatus, Purpose
from contracts.masking import MASKS
from contracts.permissions import Permission
from services.customer.checks.store.models import ChangeRequest
from services.customer.contacts.store.contacts import contacts_of
from services.customer.domain.masking import sees_plain
from services.customer.store import queries
from services.customer.store.access import Opening, opened_plain
from services.customer.store.models import Contact, Customer
from services.customer.store.queries import CustomerDetail
from services.customer.store.search import keys_in, met_by_key


def note_readings(ctx: Context, customer_ids: Iterable[UUID], purpose: str = "", note: str = "") -> None:
    """Put on record that the actor saw these customers."""
    log_accesses(ctx, Customer.__tablename__, customer_ids, purpose, note)


ORDINARY = Opening("")
"""The ordinary reading of a page."""


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
    why = Opening(Purpose.CHECK) if checking else why_plain(ctx, detail.customer) or ORDINARY
    note_readings(ctx, [id], why.purpose, why.note)
    return detail, checking


def view_part_of_customer(ctx: Context, id: UUID) -> Customer:
    """A customer of which a part is to be shown: contacts, transactions, what happened. The view is in the access
    log."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    why = why_plain(ctx, customer) or ORDINARY
    log_partial_view(ctx, Customer.__tablename__, id, why.purpose, why.note)
    return customer


def why_plain(ctx: Context, customer: Customer) -> Opening | None:
    """Why the actor sees the numbers of somebody else's customer plain for now; None when they are masked or own."""
    if sees_plain(ctx.actor.id, customer):
        return None
    return opened_plain(ctx.session, ctx.actor).get(customer.id)


def look_at_list(ctx: Context, q: str, page: Page[Any], *, first: bool) -> Mapping[UUID, Opening]:
    """Put on record what a page of a list shows of masked customers: that a number or address led to them, or (of a
    first page) to nobody; and of those whose numbers the actor sees plain for a reason of the moment, that they were
    seen. Returns those, with the reasons."""
    opened = opened_plain(ctx.session, ctx.actor)
    note_found(ctx, q, page.items, opened, first=first)
    for row in page.items:
        if row.id in opened and not sees_plain(ctx.actor.id, row):
            log_partial_view(ctx, Customer.__tablename__, row.id, opened[row.id].purpose, opened[row.id].note)
    return opened


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


def note_found(
    ctx: Context, q: str, found: Sequence[Any], opened: Container[UUID] = frozenset(), *, first: bool = True
) -> None:
    """Put on record that a whole number, its last four digits or a mail address led to customers whose numbers the
    actor sees masked, or to nobody: each thing that somebody looked for in vain counts as one customer looked at."""
    keys = keys_in(q)
    if not keys:
        return
    if found:
        met = met_by_key(ctx.session, (row.id for row in found), keys)
        masked = [row.id for row in found if row.id in met and not sees_plain(ctx.actor.id, row, opened)]
        note_readings(ctx, masked, Purpose.SEARCH)
    elif first and ctx.actor.id:
        note_readings(ctx, [uuid5(ctx.actor.id, " ".join(keys))], Purpose.MISSED)


def reveal_customer(ctx: Context, id: UUID, command: Reveal) -> Revealed:
    """The plain values of a customer that the actor sees, for a purpose that is on record with who and when. NotFound
    where the right to reveal does not reach."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    if not sees_plain(ctx.actor.id, customer) and why_plain(ctx, customer) is None:
        queries.customer_of(ctx.session, ctx.actor, id, permission=Permission.CUSTOMER_REVEAL)
    note_readings(ctx, [id], command.purpose, command.note)
    return Revealed(customer, contacts_of(ctx.session, id))
