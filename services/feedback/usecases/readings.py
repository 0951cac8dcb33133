"""Reading a case: it is on record who did."""

from __future__ import annotations

from uuid import UUID

from chassis.audit import record_look, record_reading
from chassis.context import Context
from services.feedback.store import queries
from services.feedback.store.models import Case


def read_case(ctx: Context, id: UUID) -> Case:
    """A case that the actor may see; the reading is on record."""
    case = queries.case_of(ctx.session, ctx.actor, id)
    record_reading(ctx, Case.__tablename__, id)
    return case


def look_at_case(ctx: Context, id: UUID) -> Case:
    """A case of which a part is to be shown: what happened. The look is on record."""
    case = queries.case_of(ctx.session, ctx.actor, id)
    record_look(ctx, Case.__tablename__, id)
    return case
