"""The access log: who saw which customer, and what for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from chassis.audit import log_accesses, log_partial_view
from chassis.context import Context
from chassis.db import Page
from chassis.unit_of_work import apart
from contracts.customer import ChangeRequestStatus, CustomerStatus, Purpose
from contracts.masking import MASKS
from contracts.permissions import Permission
from services.customer.checks.store.models import ChangeRequest
from services.customer.contacts.store.contacts import contacts_of
from services.customer.domain.errors import TooManyQuestions
from services.customer.domain.masking import sees_plain
from services.customer.store import exports, queries
from services.customer.store import unusual as unusual_readings
from services.customer.store.access import Opening, opened_plain
from services.customer.store.models import Contact, Customer
from services.customer.store.queries import CustomerDetail, CustomerFilter
from services.customer.store.search import keys_in, met_by_key
from services.customer.usecases import unusual


def note_readings(ctx: Context, customer_ids: Iterable[UUID], purpose: str = "", note: str = "") -> None:
    """Put on record that the actor saw these customers."""
    log_accesses(ctx, Customer.__tablename__, customer_ids, purpose, note)


HOUR = timedelta(hours=1)
MOST_NOTED = 200
"""How many customers are named on record of one question."""

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


def view_part_of_customer(ctx: Context, id: UUID, permission: str = Permission.CUSTOMER_READ) -> Customer:
    """A customer of which a part is to be shown: contacts, transactions, what happened. The view is in the access
    log. ``permission``: what the part needs; both that and reading customers have to reach it. Raises NotFound."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    if permission != Permission.CUSTOMER_READ:
        queries.customer_of(ctx.session, ctx.actor, id, permission=permission)
    why = why_plain(ctx, customer) or ORDINARY
    log_partial_view(ctx, Customer.__tablename__, id, why.purpose, why.note)
    return customer


LOOKING_AFTER = (Permission.CUSTOMER_GIVE, Permission.VIEW_REQUEST_DECIDE)
"""Who looks after a customer's owner: the manager, and the leadership."""


@dataclass(frozen=True)
class ReadingSeen:
    """A reading as it is told: to whom it does not concern, no more than who and when."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_name: str
    origin: str
    purpose: str
    note: str


def present_readings(ctx: Context, customer_id: UUID, page: Page[Any]) -> Page[ReadingSeen]:
    """Readings of a customer, as far as the actor is told of them."""
    reaches = queries.reaches(ctx.session, ctx.actor, customer_id)
    whole = ctx.actor.may(Permission.AUDIT_READ) or any(reaches(permission) for permission in LOOKING_AFTER)
    return Page([_told(each, whole or each.actor_id == ctx.actor.id) for each in page.items], page.next)


def _told(reading: Any, whole: bool) -> ReadingSeen:
    said = (reading.origin, reading.purpose, reading.note) if whole else ("", "", "")
    return ReadingSeen(reading.id, reading.at, reading.actor_id, reading.actor_name, *said)


def why_plain(ctx: Context, customer: Customer) -> Opening | None:
    """Why the actor sees the numbers of somebody else's customer plain for now; None when they are masked or own."""
    if sees_plain(ctx.actor.id, customer):
        return None
    return opened_plain(ctx.session, ctx.actor).get(customer.id)


def look_at_list(ctx: Context, q: str, page: Page[Any]) -> Mapping[UUID, Opening]:
    """Put on record what a page of a list shows of masked customers: that a number or address led to them, or to
    nobody; and of those whose numbers the actor sees plain for a reason of the moment, that they were seen. Returns
    those, with the reasons."""
    opened = opened_plain(ctx.session, ctx.actor)
    note_found(ctx, keys_in(q), page.items, opened)
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


def expect_questions_left(ctx: Context, keys: Sequence[str]) -> None:
    """Refuse another question about numbers and addresses that may be masked when somebody has asked so many within an
    hour; those who look after it are told at once. Raises TooManyQuestions."""
    if not keys or ctx.actor.id is None:
        return
    most = exports.policy(ctx.session).questions_an_hour
    if unusual_readings.questions_since(ctx.session, ctx.actor.id, ctx.now - HOUR) >= most:
        with apart(ctx) as other:
            unusual.notice_questions(other)
        raise TooManyQuestions(seconds=int(HOUR.total_seconds()))


def note_found(ctx: Context, keys: Sequence[str], found: Sequence[Any], opened: Container[UUID] = frozenset()) -> None:
    """Put on record that a whole number, its last four digits or a mail address led to customers whose numbers the
    actor sees masked, or to none: that is an answer, too. Each thing that somebody looked for in vain counts as one
    customer looked at."""
    if not keys:
        return
    met = met_by_key(ctx.session, (row.id for row in found), keys) if found else set()
    note_question(ctx, keys, [row.id for row in found if row.id in met and not sees_plain(ctx.actor.id, row, opened)])


def note_question(ctx: Context, keys: Sequence[str], masked: Sequence[UUID]) -> None:
    """Put a question about values that may be masked on record, with the customers it led to."""
    if masked:
        note_readings(ctx, masked, Purpose.SEARCH)
    elif keys and ctx.actor.id:
        note_readings(ctx, [uuid5(ctx.actor.id, " ".join(keys))], Purpose.MISSED)


def note_counted(ctx: Context, wanted: CustomerFilter) -> None:
    """Put on record what it says how many customers fit a filter: as much as the list does, from its beginning."""
    if keys := keys_in(wanted.q):
        first = replace(wanted, after="", limit=MOST_NOTED)
        found = queries.customer_page(ctx.session, ctx.actor, first).items
        note_found(ctx, keys, found, opened_plain(ctx.session, ctx.actor))


def reveal_customer(ctx: Context, id: UUID, command: Reveal) -> Revealed:
    """The plain values of a customer that the actor sees, for a purpose that is on record with who and when. NotFound
    where the right to reveal does not reach."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    if not sees_plain(ctx.actor.id, customer) and why_plain(ctx, customer) is None:
        queries.customer_of(ctx.session, ctx.actor, id, permission=Permission.CUSTOMER_REVEAL)
    note_readings(ctx, [id], command.purpose, command.note)
    return Revealed(customer, contacts_of(ctx.session, id))
