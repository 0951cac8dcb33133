"""Named reads of the policy of work by tier."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.db import one
from contracts.customer import CustomerKind
from contracts.reporting import Tier
from services.customer.rhythm.store.models import RhythmPolicy


def rhythm_policies(session: Session) -> Sequence[RhythmPolicy]:
    """All of it, persons first, of each kind the highest tier first."""
    return session.scalars(select(RhythmPolicy).order_by(RhythmPolicy.kind.desc(), RhythmPolicy.tier.desc())).all()


def rhythm_policy_for(session: Session, kind: CustomerKind, tier: Tier) -> RhythmPolicy:
    """That of a kind and tier; there is one of each."""
    return session.scalars(select(RhythmPolicy).where(RhythmPolicy.kind == kind, RhythmPolicy.tier == tier)).one()


def rhythm_policy(session: Session, id: UUID) -> RhythmPolicy:
    """One of them, held for update. Raises NotFound."""
    return one(session, select(RhythmPolicy).where(RhythmPolicy.id == id), lock=True)
