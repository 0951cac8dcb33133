"""Reading a case: it is on record who did."""

from __future__ import annotations

from uuid import UUID

from chassis.audit import log_access, log_partial_view
from chassis.context import Context
from services.feedback.store import queries
from services.feedback.store.models import Case


def read_case(ctx: Context, id: UUID) -> Case:
    """A case that the actor may see; the reading is in the access log."""
    case = queries.case_of(ctx.session, ctx.actor, id)
    log_access(ctx, Case.__tablename__, id)
    return case


def view_part_of_case(ctx: Context, id: UUID) -> Case:
    """A case of which a part is to be shown: what happened. The view is in the access log."""
    case = queries.case_of(ctx.session, ctx.actor, id)
    log_partial_view(ctx, Case.__tablename__, id)
    return case
