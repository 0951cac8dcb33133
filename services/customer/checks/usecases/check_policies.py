"""The policy of checks: which changes by the owner wait for somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from services.customer.checks.domain.checking import CHECKABLE
from services.customer.checks.store.check_policies import check_policy
from services.customer.checks.store.models import CheckPolicy


@dataclass(frozen=True, kw_only=True)
class SetCheckPolicy:
    """The fields that wait from now on; none at all is allowed."""

    waits: list[str]


def set_check_policy(ctx: Context, id: UUID, command: SetCheckPolicy, version: int | None) -> CheckPolicy:
    """Say which fields of a kind and tier wait for a check. What waits already goes on waiting. Raises NotFound, Stale,
    Invalid for what is no field of the kind."""
    policy = check_policy(ctx.session, id)
    expect_version(policy, version)
    known = CHECKABLE[policy.kind]
    if not set(command.waits) <= set(known):
        raise Invalid(waits="unknown_field")
    policy.fields = [name for name in known if name in set(command.waits)]
    ctx.session.flush()
    return policy
