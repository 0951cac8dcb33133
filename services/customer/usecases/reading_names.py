"""Names are read anew when the rules of reading have changed: what customers are sorted and found by."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.jobs import Continue, job
from chassis.jobs.registry import State
from contracts.customer import CustomerKind
from services.customer.domain.names import found_by
from services.customer.store import search as store

STEP = 500
"""Customers a step."""


@job("customer.read_names.v1")
class ReadNames:
    """Read the names of all customers anew."""


def read_step(ctx: Context, state: State) -> Continue | None:
    """Read the next names. Nothing has happened to a customer by that: it gets no new version."""
    after = UUID(state["after"]) if "after" in state else None
    found = store.names_after(ctx.session, after, STEP)
    if not found:
        return None
    keys = [(id, found_by(name, person=kind is CustomerKind.PERSON)) for id, kind, name in found]
    store.write_names(ctx.session, keys)
    return Continue({"after": str(found[-1][0])})
