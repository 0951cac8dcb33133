"""Reading somebody's account: it is on record who did."""

from __future__ import annotations

from uuid import UUID

from chassis.audit import log_access
from chassis.context import Context
from services.auth.store import queries
from services.auth.store.models import Staff


def read_staff(ctx: Context, id: UUID) -> Staff:
    """Somebody whom the actor may see; the reading is in the access log."""
    person = queries.staff_of(ctx.session, ctx.actor, id)
    log_access(ctx, Staff.__tablename__, id)
    return person
