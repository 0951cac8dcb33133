"""Files of cases: keep one until somebody else has looked at it; approve it, return it or some of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from chassis.approval import decide
from chassis.auth import Actor, Scope
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.errors import Invalid
from chassis.tables.opening import ReadAs
from contracts.feedback import CaseFileStatus
from contracts.permissions import Permission
from services.feedback.files.domain.reading import CaseLine, CaseLines
from services.feedback.files.domain.workflow import CASE_FILE, needs_check
from services.feedback.files.store import queries as store
from services.feedback.files.store.models import CaseFile, CaseFilePolicy
from services.feedback.usecases.batches import MOST, CreateCases, Filed, Rejected, create_cases, look_at_cases
from services.feedback.usecases.creating import CreateCase

SHOWN = 200
"""How many characters of a wrong value are shown."""

RETURNED = "returned_row"
CheckCases = Callable[[Sequence[Mapping[str, Any]]], Sequence[CreateCase | Rejected]]
"""Checks rows by the same schemas as the API's bodies; given in by the edge."""


@dataclass(frozen=True, kw_only=True)
class RejectedLine:
    """A row that was not taken; ``value`` as it was met, of a long one the beginning."""

    row: int
    column: str
    code: str
    value: str


@dataclass(kw_only=True)
class FiledFile:
    """What became of a file. ``waiting``: the one that waits for a check; then ``created`` would be new. ``read_as``:
    how it was read."""

    total: int = 0
    created: int = 0
    unchanged: int = 0
    rejected: list[RejectedLine] = field(default_factory=list)
    waiting: UUID | None = None
    read_as: ReadAs | None = None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What does not agree."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ReturnRows:
    """Which rows, by their numbers in the file, and what is wrong with them."""

    rows: Sequence[int]
    reason: str


@dataclass(frozen=True, kw_only=True)
class SetFileLimit:
    """How many cases of a file are filed without a check; 0 for none."""

    rows_unasked: int


def take_file(ctx: Context, source: str, filename: str, found: CaseLines, check: CheckCases) -> FiledFile:
    """File the good rows at once, where they are few enough; else keep the file until somebody else has approved
    it. What brings nothing new waits for nobody."""
    waits = needs_check(len(found.lines), store.policy(ctx.session).rows_unasked)
    result = FiledFile(total=len(found.lines), read_as=found.read_as)
    for start in range(0, len(found.lines), MOST):
        lines = found.lines[start : start + MOST]
        command = CreateCases(source=source, cases=_checked(lines, check))
        filed = look_at_cases(ctx, command) if waits else create_cases(ctx, command)
        result.created += filed.created
        result.unchanged += filed.unchanged
        result.rejected += _rejected(found, lines, filed)
    if waits and result.created:
        result.waiting = _keep(ctx, source, filename, found.lines, result).id
    return result


def _checked(lines: Sequence[CaseLine], check: CheckCases) -> list[CreateCase | Rejected]:
    """Rows as cases; one of which a value is gone is refused by that, whatever else is wrong with it."""
    return [
        Rejected(index=index, field=line.flaw[0], code=line.flaw[1]) if line.flaw else case
        for index, (line, case) in enumerate(zip(lines, check([line.case for line in lines]), strict=True))
    ]


def _rejected(found: CaseLines, lines: Sequence[CaseLine], filed: Filed) -> list[RejectedLine]:
    return [
        RejectedLine(
            row=lines[each.index].number,
            column=found.headings.get(each.field, each.field),
            code=each.code,
            value=lines[each.index].case.get(each.field, "")[:SHOWN],
        )
        for each in filed.rejected
    ]


def _keep(ctx: Context, source: str, filename: str, lines: Sequence[CaseLine], result: FiledFile) -> CaseFile:
    kept = CaseFile(
        id=new_id(),
        status=CaseFileStatus.WAITING,
        filename=filename[-SHOWN:],
        source=source,
        reach=ctx.actor.scope(Permission.CASE_WRITE) or "",
        total=result.total,
        created=result.created,
        unchanged=result.unchanged,
        rejected=len(result.rejected),
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(kept)
    ctx.session.flush()
    wrong = {each.row: each for each in result.rejected}
    store.add_rows(
        ctx.session,
        [
            {
                "file_id": kept.id,
                "number": line.number,
                "case": line.case,
                "code": wrong[line.number].code if line.number in wrong else "",
                "column": wrong[line.number].column if line.number in wrong else "",
                "value": wrong[line.number].value if line.number in wrong else "",
            }
            for line in lines
        ],
    )
    return kept


def approve_file(ctx: Context, id: UUID, version: int | None, check: CheckCases) -> CaseFile:
    """The file is right: its good rows become cases, filed by its author. Raises WrongStatus, SamePerson."""
    kept = _decide(ctx, id, "approve", version)
    author = replace(ctx, actor=_author_of(kept))
    kept.created, after = 0, 0
    while rows := store.good_rows_after(ctx.session, kept.id, after, MOST):
        filed = create_cases(author, CreateCases(source=kept.source, cases=check([row.case for row in rows])))
        kept.created += filed.created
        kept.rejected += len(filed.rejected)
        wrong = {rows[each.index].number: (each.code, each.field, "") for each in filed.rejected}
        store.refuse_rows(ctx.session, kept.id, wrong)
        after = rows[-1].number
    kept.unchanged = kept.total - kept.created - kept.rejected
    store.clear_good_rows(ctx.session, kept.id)
    ctx.session.flush()
    return kept


def _author_of(kept: CaseFile) -> Actor:
    """Whoever has sent a file, as far as it files cases."""
    may: dict[str, Scope] = {Permission.CASE_WRITE: Scope(kept.reach)} if kept.reach else {}
    return Actor(id=kept.author_id, name=kept.author_name, permissions=may)


def return_file(ctx: Context, id: UUID, command: Reason, version: int | None) -> CaseFile:
    """The file is wrong: none of it becomes a case, and its author reads why. Raises WrongStatus, SamePerson."""
    kept = _decide(ctx, id, "return", version)
    kept.reason, kept.created = command.reason, 0
    store.clear_good_rows(ctx.session, kept.id)
    ctx.session.flush()
    return kept


def return_rows(ctx: Context, id: UUID, command: ReturnRows, version: int | None) -> CaseFile:
    """Give some rows back to the author; the others can be approved. Raises WrongStatus, SamePerson, and Invalid for a
    row that waits for no check."""
    kept = store.file_of(ctx.session, ctx.actor, id, permission=_permission("return-rows"), lock=True)
    expect_version(kept, version)
    CASE_FILE.after("return-rows", kept, ctx.actor)
    numbers = set(command.rows)
    rows = store.rows_numbered(ctx.session, kept.id, numbers)
    if len(rows) < len(numbers) or any(row.code for row in rows):
        raise Invalid(rows="not_to_return")
    store.refuse_rows(ctx.session, kept.id, dict.fromkeys(numbers, (RETURNED, "", command.reason)))
    kept.rejected += len(rows)
    kept.created = max(kept.created - len(rows), 0)
    ctx.session.flush()
    return kept


def set_file_limit(ctx: Context, command: SetFileLimit, version: int | None) -> CaseFilePolicy:
    """Change how many cases of a file need no check. Raises Stale."""
    policy = store.policy(ctx.session, lock=True)
    expect_version(policy, version)
    policy.rows_unasked = command.rows_unasked
    ctx.session.flush()
    return policy


def _decide(ctx: Context, id: UUID, action: str, version: int | None) -> CaseFile:
    kept = store.file_of(ctx.session, ctx.actor, id, permission=_permission(action), lock=True)
    decide(ctx, kept, CASE_FILE, action, version)
    return kept


def _permission(action: str) -> str:
    return str(CASE_FILE.steps[action].permission)
