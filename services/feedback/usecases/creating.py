"""Filing: a customer's feedback or complaint becomes a case on a desk, with a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import new_id
from contracts.dates import expect_plausible
from contracts.feedback import CaseKind, CaseStatus, Channel
from services.feedback.domain import desks
from services.feedback.domain.deadlines import Deadlines
from services.feedback.domain.errors import NoSuchCustomer
from services.feedback.domain.search import pairs
from services.feedback.store.customers import hold_customer_to_file
from services.feedback.store.models import CLASSES, Case, CaseEvent, KnownCustomer
from services.feedback.store.queries import CODE_LETTERS
from services.feedback.usecases.steps import (
    codes_under,
    deadline_values,
    deadlines_now,
    filed_row,
    say_changed,
    tell_of_vip,
)

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class CreateCase:
    """What a customer said, by its id or its code (ours or the sender's). ``received_at``: now when not said.
    ``subject`` and the like: what it is put under, by an entry's code or by what it is called."""

    kind: CaseKind
    channel: Channel
    content: str
    customer_id: UUID | None = None
    customer_code: str = ""
    received_at: datetime | None = None
    external_id: str | None = None
    subject: str = ""
    cause: str = ""
    product: str = ""
    place: str = ""


def create_case(ctx: Context, command: CreateCase) -> Case:
    """Write a case down, on the desk that its customer's tier demands.

    The customer stays locked until the end, so that a tier learned at the same moment either comes first or finds
    this case. Raises NoSuchCustomer, Invalid for a time that cannot be true and for what no list has.
    """
    expect_plausible(ctx, received_at=command.received_at)
    customer = hold_customer_to_file(ctx.session, ctx.actor, id=command.customer_id, code=command.customer_code)
    if customer is None:
        raise NoSuchCustomer()
    under = codes_under(ctx, command)
    [code] = next_codes(ctx.session, CODE_LETTERS[command.kind], ctx.today.year, 1)
    case = Case(**new_case(ctx, command, customer, deadlines_now(ctx), code=code, source="", under=under))
    ctx.session.add(case)
    ctx.session.flush()
    ctx.session.add(CaseEvent(**filed_row(ctx, case)))
    say_changed(ctx, case, customer)
    tell_of_vip(ctx, case)
    return case


def new_case(
    ctx: Context,
    command: CreateCase,
    customer: KnownCustomer,
    policy: Deadlines,
    *,
    code: str,
    source: str,
    under: Mapping[str, str] = NOTHING,
) -> dict[str, Any]:
    """The values of the case that a command makes of what a customer said. ``under``: list -> code of the entry."""
    tier = customer.tier
    received_at = command.received_at or ctx.now
    due = policy.due(command.kind, tier, command.channel, received_at)
    return {
        "id": new_id(),
        "version": 1,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "code": code,
        "kind": command.kind,
        "status": CaseStatus.OPEN,
        "channel": command.channel,
        "customer_id": customer.id,
        "owner_id": customer.owner_id,
        "tier": tier,
        "desk": desks.desk_for(command.kind, tier),
        "content": command.content,
        **{f"{kind}_code": under.get(kind, "") for kind in CLASSES},
        "outcome": "",
        "pairs": pairs(command.content),
        "filed_by": ctx.actor.id,
        "filed_by_name": ctx.actor.name,
        "source": source,
        "external_id": command.external_id,
        "received_at": received_at,
        **deadline_values(due),
        **({"mark_at": None} if due.at <= ctx.now else {}),  # what was late when it came is told of to nobody
        "first_told": due.first_at is not None and due.first_at <= ctx.now,
    }
