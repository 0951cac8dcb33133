"""Reads and set-based writes of the customers we have heard of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, and_, any_, bindparam, func, literal, or_, select, text
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import visible_to
from chassis.db import one
from chassis.feed.projections import Projection, same
from contracts.customer import CustomerChanged
from contracts.feedback import IN_HAND
from contracts.permissions import Permission
from contracts.reporting import TierAssigned
from services.feedback.domain.search import pairs
from services.feedback.store.models import Case, KnownCustomer
from services.feedback.store.opened import opened_to

SAID = Projection(
    CustomerChanged,
    KnownCustomer,
    {
        "id": "customer_id",
        **same("version", "code", "external_code", "name", "owner_id", "region", "email", "active", "merged_into"),
        "pairs": lambda said: pairs(said.name),
    },
)
JUDGED = Projection(
    TierAssigned,
    KnownCustomer,
    {"id": "customer_id", "tier": "tier", "tier_version": "version"},
    version="tier_version",
)
"""What we keep of a customer: what the customer service says of it, and its tier; also of one not heard of yet."""

_HAND_OVER = text(
    """
    UPDATE case_file SET owner_id = known.owner_id
    FROM known_customer AS known
    WHERE known.id = ANY(:ids) AND case_file.customer_id = known.id
        AND case_file.owner_id IS DISTINCT FROM known.owner_id
    """
).bindparams(bindparam("ids", type_=ARRAY(Uuid)))


def follow_owners(session: Session, ids: Iterable[UUID]) -> None:
    """Give the cases of some customers the owner that the customer has now."""
    session.execute(_HAND_OVER, {"ids": list(ids)})


def cases_to_move(session: Session, ids: Iterable[UUID]) -> list[tuple[Case, UUID, UUID]]:
    """Of the cases that were filed for some customers those that stand at another customer than they should: each with
    whom it was filed for and where it belongs, held for update."""
    told = list(ids)
    filed_for = func.coalesce(Case.filed_customer_id, Case.customer_id)
    lives_on = func.coalesce(KnownCustomer.merged_into, KnownCustomer.id)
    own = and_(Case.customer_id.in_(told), Case.filed_customer_id.is_(None))
    rows = (
        select(Case, filed_for, lives_on)
        .join(KnownCustomer, KnownCustomer.id == filed_for)
        .where(or_(own, Case.filed_customer_id.in_(told)), Case.customer_id != lives_on)
        .order_by(Case.id)
        .with_for_update(of=Case)
    )
    return [(case, filed, belongs) for case, filed, belongs in session.execute(rows)]


def lock_tier_versions(session: Session, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Lock some customers for a new tier: nobody files a case for them until it is learned. Id -> version known."""
    rows = select(KnownCustomer.id, KnownCustomer.tier_version).where(KnownCustomer.id.in_(list(ids)))
    found: Any = session.execute(rows.order_by(KnownCustomer.id).with_for_update())
    return dict(found.all())


def customers_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, KnownCustomer]:
    """The customers of some ids, in one query."""
    rows = select(KnownCustomer).where(KnownCustomer.id.in_(set(ids)))
    return {customer.id: customer for customer in session.scalars(rows)}


def hold_customer(session: Session, id: UUID) -> KnownCustomer:
    """The customer of a case, whose tier stays as it is until this transaction ends."""
    return one(session, _held(select(KnownCustomer).where(KnownCustomer.id == id)))


def hold_customer_to_file(
    session: Session, actor: Actor, *, id: UUID | None = None, code: str = ""
) -> KnownCustomer | None:
    """The customer that a case is filed for, by id or by code; its tier stays as it is until this transaction ends.
    None when we have not heard of it, or when the actor may file nothing for it."""
    if id is None:
        return hold_customers_to_file(session, actor, [code]).get(code)
    lives_on = select(func.coalesce(KnownCustomer.merged_into, KnownCustomer.id)).where(KnownCustomer.id == id)
    return session.scalar(_held(_open_to(actor).where(KnownCustomer.id == lives_on.scalar_subquery())))


def hold_customers_to_file(session: Session, actor: Actor, codes: Iterable[str]) -> dict[str, KnownCustomer]:
    """The same for a batch, in two statements: code (ours, or else the sender's) -> customer. By the code of one that
    turned out to be another: that one."""
    wanted = sorted(set(codes))
    given = literal(wanted, ARRAY(Text))
    lives_on = func.coalesce(KnownCustomer.merged_into, KnownCustomer.id)
    named = select(KnownCustomer.code, KnownCustomer.external_code, lives_on).where(
        or_(KnownCustomer.code == any_(given), KnownCustomer.external_code == any_(given))
    )
    ours: dict[str, UUID] = {}
    senders: dict[str, UUID] = {}
    for code, external_code, id in session.execute(named):
        ours[code] = id
        if external_code:
            senders[external_code] = id
    by_code = senders | ours
    rows = _open_to(actor).where(KnownCustomer.id.in_(set(by_code.values())))
    found = {customer.id: customer for customer in session.scalars(_held(rows))}
    return {code: found[by_code[code]] for code in wanted if by_code.get(code) in found}


def reads_customer(session: Session, actor: Actor, case: Case) -> bool:
    """Whether the actor may read the customer of a case as a customer, so that a way there leads somewhere."""
    if not actor.may(Permission.CUSTOMER_READ):
        return False
    if case.assignee_id == actor.id and case.status in IN_HAND:
        return True
    ways = [
        visible_to(actor, Permission.CUSTOMER_READ, KnownCustomer.owner_id),
        KnownCustomer.id == any_(opened_to(actor)),
    ]
    if actor.may(Permission.CUSTOMER_SERVE):
        ways.append(KnownCustomer.active.is_(True))
    rows = select(KnownCustomer.id).where(KnownCustomer.id == case.customer_id, or_(*ways))
    return session.scalar(rows) is not None


def _open_to(actor: Actor) -> Select[KnownCustomer]:
    allowed = visible_to(actor, Permission.CASE_WRITE, KnownCustomer.owner_id)
    return select(KnownCustomer).where(KnownCustomer.version > 0, allowed)


def _held(rows: Select[KnownCustomer]) -> Select[KnownCustomer]:
    return rows.order_by(KnownCustomer.id).with_for_update(read=True).execution_options(populate_existing=True)
