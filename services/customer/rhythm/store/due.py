"""Who is to be contacted, by when: the customers of each kind and tier that have a rhythm, in the order of their days.

Of one kind and tier the day on which a contact is due lies so many days after the last one; so each runs along the
index of its last contacts, and the lists of all are put together in the order of the due days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_, union_all, update
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.auth.directory import Staff, visible
from chassis.db import Count, Page, PageQuery
from chassis.db.listing import COUNTED
from chassis.db.paging import decode_cursor, encode_cursor
from contracts.customer import CustomerStatus, DueState, RhythmReach
from contracts.reporting import Tier
from services.customer.rhythm.domain.rhythm import span_of
from services.customer.rhythm.store.models import RhythmPolicy
from services.customer.store.access import seen_by
from services.customer.store.models import Customer

TOLD_AT_ONCE = 500
SORTS = ("due_on", "-due_on")
SHOWN = [
    getattr(Customer, name) for name in ("id", "version", "code", "name", "kind", "tier", "owner_id", "last_contact_on")
]


@dataclass(frozen=True, kw_only=True)
class RhythmFilter(PageQuery):
    """What the list is narrowed by; empty means not narrowed. ``sort``: one of SORTS; '' is the first."""

    tier: str = ""
    kind: str = ""
    reach: str = ""
    due: str = ""
    sort: str = ""


@dataclass(frozen=True)
class TierDue:
    """Of one tier: how many have a rhythm, are overdue, and fall due in what is left of the week."""

    tier: Tier
    customers: Count
    overdue: Count
    week: Count


def due_page(
    session: Session, actor: Actor, policies: Sequence[RhythmPolicy], wanted: RhythmFilter, today: date
) -> Page[Any]:
    """One page of the customers that the actor sees and that have a rhythm, who is longest overdue first; one
    statement."""
    falling, name = wanted.sort.startswith("-"), wanted.sort
    last = decode_cursor(wanted.after, [Customer.counted_from, Customer.id], name) if wanted.after else None
    order = [Customer.counted_from.desc(), Customer.id.desc()] if falling else [Customer.counted_from, Customer.id]
    parts = []
    for policy in _of(policies, wanted):
        rows = select(*SHOWN, _due(policy).label("due_on")).where(_with_rhythm(policy), *_narrowed(actor, wanted))
        if wanted.due:
            rows = rows.where(_falls(policy, DueState(wanted.due), today))
        if last:
            key = tuple_(Customer.counted_from, Customer.id)
            seen = tuple_(literal(last[0] - _days(policy)), literal(last[1]))
            rows = rows.where(key < seen if falling else key > seen)
        parts.append(rows.order_by(*order).limit(wanted.limit + 1))
    if not parts:
        return Page([], None)
    due = union_all(*parts).subquery("due")
    columns = [due.c.due_on.desc(), due.c.id.desc()] if falling else [due.c.due_on, due.c.id]
    listed = select(due, Staff.name.label("owner_name")).outerjoin(Staff, Staff.id == due.c.owner_id)
    found = session.execute(listed.order_by(*columns).limit(wanted.limit + 1)).all()
    items, more = found[: wanted.limit], len(found) > wanted.limit
    return Page(items, encode_cursor([items[-1].due_on, items[-1].id], name) if more else None)


def due_counts(
    session: Session, actor: Actor, policies: Sequence[RhythmPolicy], wanted: RhythmFilter, today: date
) -> list[TierDue]:
    """How many are due, by tier, the highest first; each counted to COUNTED. Tiers without a rhythm are left out."""
    tiers = [tier for tier in reversed(Tier) if any(policy.tier is tier for policy in _of(policies, wanted))]
    counts = []
    for tier in tiers:
        of_tier = [policy for policy in _of(policies, wanted) if policy.tier is tier]
        for state in (None, DueState.OVERDUE, DueState.WEEK):
            met = [and_(_with_rhythm(each), *([_falls(each, state, today)] if state else [])) for each in of_tier]
            counts.append(_counted(select(Customer.id).where(or_(*met), *_narrowed(actor, wanted))))
    found = list(session.execute(select(*counts)).one()) if counts else []
    each = [Count(min(count, COUNTED), count > COUNTED) for count in found]
    return [TierDue(tier, *each[3 * place : 3 * place + 3]) for place, tier in enumerate(tiers)]


def overdue_untold(session: Session, policy: RhythmPolicy, today: date) -> Sequence[Any]:
    """The next customers of a kind and tier that are overdue and of whose due day nobody was told: id, code, owner_id,
    due_on. From now on it counts as told."""
    due = _due(policy)
    found = (
        select(Customer.id)
        .where(
            _with_rhythm(policy), _falls(policy, DueState.OVERDUE, today), Customer.told_due_on.is_distinct_from(due)
        )
        .order_by(Customer.counted_from, Customer.id)
        .limit(TOLD_AT_ONCE)
        .with_for_update(key_share=True)
    )
    ids = session.scalars(found).all()
    told = update(Customer).where(Customer.id.in_(ids)).values(told_due_on=due)
    told = told.execution_options(synchronize_session=False)
    return session.execute(told.returning(Customer.id, Customer.code, Customer.owner_id, due.label("due_on"))).all()


def _of(policies: Sequence[RhythmPolicy], wanted: RhythmFilter) -> list[RhythmPolicy]:
    """The policies with a rhythm that a filter leaves."""
    return [
        policy
        for policy in policies
        if policy.every_days is not None and wanted.tier in ("", policy.tier) and wanted.kind in ("", policy.kind)
    ]


def _with_rhythm(policy: RhythmPolicy) -> ColumnElement[bool]:
    return and_(Customer.status == CustomerStatus.ACTIVE, Customer.kind == policy.kind, Customer.tier == policy.tier)


def _narrowed(actor: Actor, wanted: RhythmFilter) -> list[ColumnElement[bool]]:
    """What the actor sees, of it the own ones or those of the own department and below."""
    if not wanted.reach:
        return [seen_by(actor)]
    scope = Scope.OWN if wanted.reach == RhythmReach.MINE else Scope.DEPARTMENT
    return [seen_by(actor), visible(scope, Customer.owner_id, actor.id, actor.department_id)]


def _falls(policy: RhythmPolicy, state: DueState, today: date) -> ColumnElement[bool]:
    """Whether the due day lies in the span of a state: said of the last contact, for the index."""
    first, last = span_of(state, today)
    bounds = []
    if first is not None:
        bounds.append(Customer.counted_from >= first - _days(policy))
    if last is not None:
        bounds.append(Customer.counted_from <= last - _days(policy))
    return and_(*bounds)


def _days(policy: RhythmPolicy) -> timedelta:
    return timedelta(days=policy.every_days or 0)


def _due(policy: RhythmPolicy) -> ColumnElement[date]:
    return Customer.counted_from + literal(policy.every_days or 0)


def _counted(rows: Select[Any]) -> Any:
    return select(func.count()).select_from(rows.limit(COUNTED + 1).subquery()).scalar_subquery()
