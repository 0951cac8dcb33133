"""Named reads of the policy of checks: one row for each kind of customer and tier."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.db import one
from contracts.customer import CustomerKind
from contracts.reporting import Tier
from services.customer.checks.store.models import CheckPolicy


def check_policies(session: Session) -> Sequence[CheckPolicy]:
    """All of it, by kind and tier."""
    return session.scalars(select(CheckPolicy).order_by(CheckPolicy.kind, CheckPolicy.tier)).all()


def policy_of(session: Session, kind: CustomerKind, tier: Tier) -> frozenset[str]:
    """The fields that wait for a check when the owner changes them."""
    rows = select(CheckPolicy.fields).where(CheckPolicy.kind == kind, CheckPolicy.tier == tier)
    return frozenset(session.scalars(rows).one())


def check_policy(session: Session, id: UUID) -> CheckPolicy:
    """The policy of one kind and tier, held for update. Raises NotFound."""
    return one(session, select(CheckPolicy).where(CheckPolicy.id == id), lock=True)
