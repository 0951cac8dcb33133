"""Pairs of customers that are likely one: found in steps, listed to who may see both, settled once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from chassis.auth import Actor
from chassis.auth.directory import Staff
from chassis.context import Context
from chassis.db import Listing, ListQuery, Page, new_id, one
from contracts.customer import CustomerStatus, PairStatus
from services.customer.merging.store.core_names import core_name
from services.customer.merging.store.models import LikelyPair
from services.customer.store.access import seen_by
from services.customer.store.models import Customer

FIRST, SECOND = aliased(Customer, name="first"), aliased(Customer, name="second")
MOST_OF_ONE = 20
"""How many likely ones of a customer are looked at: a number that hundreds have is nobody's number."""

PAIRS: Listing[LikelyPair] = Listing({"score": (LikelyPair.score, LikelyPair.id)}, default="-score")


@dataclass(frozen=True, kw_only=True)
class PairFilter(ListQuery):
    """Pairs of one state."""

    status: PairStatus = PairStatus.OPEN


def next_customers(session: Session, after: UUID, most: int) -> Sequence[Customer]:
    """The next active customers, by their ids."""
    rows = select(Customer).where(Customer.id > after, Customer.status == CustomerStatus.ACTIVE)
    return session.scalars(rows.order_by(Customer.id).limit(most)).all()


def candidates(session: Session, ids: Iterable[UUID]) -> Sequence[Any]:
    """Who may be the same as some customers, among those with a smaller id: pairs of ids (the given one first), and
    whether the names are the same without town and legal form. Each way goes by its own index."""
    given = aliased(Customer, name="given")
    core = core_name(given.name)
    ways = [
        (Customer.mobile == given.mobile) & (given.mobile != ""),
        (core_name(Customer.name) == core) & (func.length(core) > 1),
    ]
    found = union(*(_near(given, list(ids), way) for way in ways)).subquery()
    other = aliased(Customer, name="other")
    same_core = core_name(given.name) == core_name(other.name)
    return session.execute(
        select(given, other, same_core).join(found, found.c.id == given.id).join(other, other.id == found.c.other_id)
    ).all()


def _near(given: Any, ids: list[UUID], way: ColumnElement[bool]) -> Select[Any]:
    near = (
        select(Customer.id.label("other_id"))
        .where(way, Customer.id < given.id, Customer.kind == given.kind, Customer.status == CustomerStatus.ACTIVE)
        .order_by(Customer.id)
        .limit(MOST_OF_ONE)
        .lateral()
    )
    return select(given.id.label("id"), near.c.other_id).join(near, literal(True)).where(given.id.in_(ids))


def keep_pairs(ctx: Context, pairs: Sequence[Mapping[str, Any]]) -> None:
    """Keep pairs, each once; what was decided on one stays."""
    if not pairs:
        return
    rows = [{"id": new_id(), "version": 1, "created_at": ctx.now, "updated_at": ctx.now, **pair} for pair in pairs]
    added = insert(LikelyPair).values(rows)
    now = {"score": added.excluded.score, "reasons": added.excluded.reasons, "updated_at": ctx.now}
    ctx.session.execute(
        added.on_conflict_do_update(index_elements=[LikelyPair.first_id, LikelyPair.second_id], set_=now)
    )


def pairs_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the pairs whose customers somebody both sees, as long as both are in business."""
    ids = select(Customer.id).where(seen_by(actor), Customer.status == CustomerStatus.ACTIVE)
    return and_(LikelyPair.first_id.in_(ids), LikelyPair.second_id.in_(ids))


def pair_page(session: Session, actor: Actor, wanted: PairFilter) -> Page[Any]:
    """The pairs that somebody sees, the likeliest first."""
    rows = select(LikelyPair).where(LikelyPair.status == wanted.status, pairs_seen_by(actor))
    return PAIRS.page(session, rows, wanted)


def customers_of(session: Session, pairs: Iterable[LikelyPair]) -> dict[UUID, Any]:
    """The customers of some pairs, each with its owner's name, by their ids."""
    ids = {id for pair in pairs for id in (pair.first_id, pair.second_id)}
    rows = select(Customer, Staff.name).outerjoin(Staff, Staff.id == Customer.owner_id).where(Customer.id.in_(ids))
    return {customer.id: (customer, owner or "") for customer, owner in session.execute(rows)}


def pair_of(session: Session, actor: Actor, id: UUID) -> LikelyPair:
    """A pair that somebody sees, held for update. Raises NotFound."""
    return one(session, select(LikelyPair).where(LikelyPair.id == id, pairs_seen_by(actor)), lock=True)


def settle_pair(ctx: Context, one_id: UUID, other_id: UUID, status: PairStatus) -> None:
    """Note what two customers are now, if they were known as likely one."""
    first, second = sorted((one_id, other_id))
    rows = select(LikelyPair).where(LikelyPair.first_id == first, LikelyPair.second_id == second).with_for_update()
    if pair := ctx.session.scalar(rows):
        decide_pair(ctx, pair, status)


def decide_pair(ctx: Context, pair: LikelyPair, status: PairStatus) -> None:
    """Note what somebody has decided on a pair that is held for update."""
    pair.status = status
    pair.decided_by, pair.decided_by_name, pair.decided_at = ctx.actor.id, ctx.actor.name, ctx.now
