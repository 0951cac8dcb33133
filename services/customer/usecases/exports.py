"""Exports: ask for a file, agree or refuse, fetch it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from chassis.approval import decide
from chassis.auth import Scope
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.db.trail import record_change
from chassis.errors import Forbidden, Invalid
from chassis.jobs import job
from contracts.customer import ExportStatus
from contracts.permissions import Permission
from services.customer.domain.exporting import DAY, EXPORT, MOST_ROWS, needs_consent
from services.customer.store import exports as store
from services.customer.store.models import Export, ExportPolicy
from services.customer.store.queries import CustomerFilter
from services.customer.store.search import keys_in
from services.customer.usecases import readings
from services.customer.usecases.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class AskExport:
    """Which customers (the filter of the list), as ``csv`` or ``xlsx``, headings in ``zh`` or ``en``."""

    wanted: CustomerFilter
    format: str = "xlsx"
    language: str = "zh"


@dataclass(frozen=True, kw_only=True)
class SetLimit:
    """How many rows somebody may export in a day without anybody's consent. ``questions_an_hour``: for how many numbers
    and addresses that may be masked somebody may ask in an hour; as before when it is not said."""

    rows_unasked: int
    questions_an_hour: int | None = None


@job("customer.write_export.v1")
class WriteExport:
    """Make the file of an export."""

    export_id: UUID


def ask_export(ctx: Context, command: AskExport) -> Export:
    """Have a file made; one that is large, alone or with those of the last day, waits for somebody else's consent.
    Raises Invalid, TooManyQuestions."""
    readings.expect_questions_left(ctx, keys_in(command.wanted.q))
    rows = store.count_exported(ctx.session, ctx.actor, command.wanted)
    readings.note_counted(ctx, command.wanted)
    if rows > MOST_ROWS:
        raise Invalid(wanted="too_many_rows")
    unasked = store.policy(ctx.session, lock=True).rows_unasked  # one at a time: two at once count together
    lately = store.rows_lately(ctx.session, ctx.actor.id, ctx.now - DAY)
    waiting = needs_consent(rows, lately=lately, unasked=unasked)
    export = Export(
        id=new_id(),
        status=ExportStatus.WAITING if waiting else ExportStatus.RUNNING,
        format=command.format,
        language=command.language,
        wanted=_plain(command.wanted),
        reach={name.value: scope.value for name in store.REACHING if (scope := ctx.actor.scope(name))},
        unit_id=ctx.actor.department_id,
        roles=sorted(ctx.actor.roles),
        rows=rows,
        asker_id=ctx.actor.id,
        asker_name=ctx.actor.name,
    )
    ctx.session.add(export)
    ctx.session.flush()
    if not waiting:
        _make(ctx, export)
    return export


def approve_export(ctx: Context, id: UUID, command: Reason, version: int | None) -> Export:
    """Agree to a large export: its file is made now. Raises WrongStatus, SamePerson."""
    export = _decide(ctx, id, "approve", command, version)
    _make(ctx, export)
    return export


def refuse_export(ctx: Context, id: UUID, command: Reason, version: int | None) -> Export:
    """Refuse a large export, and say why. Raises WrongStatus, SamePerson."""
    return _decide(ctx, id, "refuse", command, version)


def fetch_export(ctx: Context, id: UUID) -> Export:
    """The finished file's record for a download; that it was fetched is on record. Only its asker fetches it."""
    export = store.finished_export(ctx.session, ctx.actor, id)
    record_change(ctx, "export", export.id, "downloaded", {})
    return export


def policy_actions(ctx: Context) -> list[str]:
    """What the actor may do with the policy: whoever agrees to exports of the whole house changes it."""
    return ["edit"] if ctx.actor.scope(Permission.EXPORT_APPROVE) is Scope.ALL else []


def set_export_limit(ctx: Context, command: SetLimit, version: int | None) -> ExportPolicy:
    """Change how large an export may be without consent; for those who agree to exports of the whole house, Forbidden
    for others."""
    if not policy_actions(ctx):
        raise Forbidden(permission=Permission.EXPORT_APPROVE.value, scope=Scope.ALL.value)
    policy = store.policy(ctx.session, lock=True)
    expect_version(policy, version)
    policy.rows_unasked = command.rows_unasked
    if command.questions_an_hour is not None:
        policy.questions_an_hour = command.questions_an_hour
    ctx.session.flush()
    return policy


def _decide(ctx: Context, id: UUID, action: str, command: Reason, version: int | None) -> Export:
    export = store.export_to_decide(ctx.session, ctx.actor, id)
    decide(ctx, export, EXPORT, action, version)
    export.note = command.reason
    ctx.session.flush()
    return export


def _make(ctx: Context, export: Export) -> None:
    ctx.enqueue(WriteExport(export_id=export.id), unique=f"export:{export.id}")


def _plain(wanted: CustomerFilter) -> dict[str, Any]:
    """A filter as it is kept: what is narrowed, and neither page nor order."""
    values = {name: value for name, value in asdict(wanted).items() if value and name not in ("after", "limit", "sort")}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}
