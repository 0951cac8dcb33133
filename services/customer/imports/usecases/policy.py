"""How many transactions of a file are stored without anybody's check."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.auth import Scope
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden
from contracts.permissions import Permission
from services.customer.imports.store import records
from services.customer.imports.store.models import ImportPolicy


@dataclass(frozen=True, kw_only=True)
class SetFileLimit:
    """How many transactions of a file are stored without a check; 0 for none."""

    rows_unasked: int


def policy_actions(ctx: Context) -> list[str]:
    """What the actor may do with the policy: whoever agrees to files of the whole house changes it."""
    return ["set-limit"] if ctx.actor.scope(Permission.EXPORT_APPROVE) is Scope.ALL else []


def set_file_limit(ctx: Context, command: SetFileLimit, version: int | None) -> ImportPolicy:
    """Change the limit. Raises Stale, and Forbidden for who does not agree to files of the whole house."""
    if not policy_actions(ctx):
        raise Forbidden(permission=Permission.EXPORT_APPROVE.value, scope=Scope.ALL.value)
    policy = records.policy(ctx.session, lock=True)
    expect_version(policy, version)
    policy.rows_unasked = command.rows_unasked
    ctx.session.flush()
    return policy
