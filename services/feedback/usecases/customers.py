"""What news of customers leads to: their cases follow to a new owner, their complaints rise with their tier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.context import Context
from contracts.customer import CustomerChanged
from contracts.feedback import CaseEventKind, CaseKind, CaseStatus, Desk
from contracts.reporting import TIER_RANK, Tier, TierAssigned
from services.feedback.domain import desks
from services.feedback.domain.deadlines import Due, sooner
from services.feedback.store import customers as store
from services.feedback.store import queries
from services.feedback.store.models import Case
from services.feedback.usecases.steps import changed_events, deadlines_now, give_deadline, note_step


def follow_customers(ctx: Context, events: Sequence[CustomerChanged]) -> None:
    """Cases follow their customers to a new owner, and to the customer that one turned out to be."""
    ids = {event.customer_id for event in events}
    store.follow_owners(ctx.session, ids)
    follow_merges(ctx, ids)


def follow_merges(ctx: Context, ids: set[UUID]) -> None:
    """The cases of customers that went into others go with them, and come back when they are taken out again. One that
    comes to a customer of a higher tier rises as if the customer had."""
    moved = store.cases_to_move(ctx.session, ids)
    if not moved:
        return
    known = store.customers_by_id(ctx.session, {belongs for _, _, belongs in moved})
    for case, filed, belongs in moved:
        customer = known[belongs]
        case.customer_id, case.owner_id = belongs, customer.owner_id
        case.filed_customer_id = None if belongs == filed else filed
        if case.kind is CaseKind.COMPLAINT and case.status in desks.UNDONE:
            raise_case(ctx, case, customer.tier, ctx.now)
    ctx.session.flush()
    ctx.emit(*changed_events(ctx, [case for case, _, _ in moved], known))


def learn_tiers(ctx: Context, events: Sequence[TierAssigned]) -> None:
    """Keep the newest tier of each customer, and move the complaints of those who rose (domain.desks).

    Several words on one customer have the same effect at once as one after another: whoever was VIP in between has
    risen. The customers are locked before their complaints are looked for, so that a complaint filed at the same
    moment is either seen here or filed by the new tier.
    """
    known = store.lock_tier_versions(ctx.session, {event.customer_id for event in events})
    news: dict[UUID, list[TierAssigned]] = defaultdict(list)
    for event in events:
        if event.version > known.get(event.customer_id, 0):
            news[event.customer_id].append(event)
    if not news:
        return
    store.JUDGED.learn(ctx, [event for said in news.values() for event in said])
    peaks = {id: max(said, key=lambda event: TIER_RANK[event.tier]) for id, said in news.items()}
    move_complaints(ctx, {id: event for id, event in peaks.items() if event.tier is not Tier.ORDINARY})


def move_complaints(ctx: Context, risen: dict[UUID, TierAssigned]) -> None:
    """Move the unresolved complaints of some customers to the desk of their new tier."""
    if not risen:
        return
    moved = [
        case
        for case in queries.undone_complaints(ctx.session, risen)
        if raise_case(ctx, case, risen[case.customer_id].tier, risen[case.customer_id].assigned_at)
    ]
    if not moved:
        return
    ctx.session.flush()
    known = store.customers_by_id(ctx.session, (case.customer_id for case in moved))
    ctx.emit(*changed_events(ctx, moved, known))


def raise_case(ctx: Context, case: Case, tier: Tier, since: datetime) -> bool:
    """Give a complaint the tier its customer rose to at ``since``, with desk and deadline; False when it is no rise.

    Who has taken it keeps it if they may work at the new desk, and is released if not.
    """
    if not desks.is_rise(case.tier, tier):
        return False
    desk = desks.desk_for(case.kind, tier)
    had = Due(first_at=case.first_due_at, at=case.due_at, clock=case.due_clock, mark_at=case.mark_at, mark=case.mark)
    due = sooner(had, deadlines_now(ctx).due(case.kind, tier, case.channel, max(since, case.received_at)))
    released = case.assignee_id is not None and desk is Desk.LEAD and not case.assignee_is_lead
    note_step(
        ctx,
        case,
        CaseEventKind.MOVED,
        tier=[case.tier, tier],
        desk=[case.desk, desk],
        due_at=[case.due_at.isoformat(), due.at.isoformat()],
        released=released,
    )
    case.tier, case.desk = tier, desk
    give_deadline(case, due)
    if released:
        case.status, case.assignee_id, case.assignee_is_lead = CaseStatus.OPEN, None, False
    return True
