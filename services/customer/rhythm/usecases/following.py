"""The last contact with a customer follows what is noted, and the cases that end."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.context import Context
from contracts.feedback import CaseChanged
from services.customer.rhythm.store.contacts import follow_contacts


def follow_notes(ctx: Context, customer_id: UUID) -> None:
    """A contact with a customer was noted, changed or withdrawn."""
    ctx.session.flush()
    follow_contacts(ctx.session, [customer_id], ctx.zone)


def follow_cases(ctx: Context, events: Sequence[CaseChanged]) -> None:
    """Cases have moved: those that have ended were contacts with their customers."""
    follow_contacts(ctx.session, {event.customer_id for event in events}, ctx.zone)
