"""The owners that the rows of a file name: an e-mail address, a name, or name and department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from chassis.context import Context
from services.customer.domain.owning import may_own, name_and_unit
from services.customer.imports.domain.problems import RowProblem
from services.customer.imports.store.records import active_persons


def owners_of(ctx: Context, texts: Iterable[str]) -> dict[str, UUID | RowProblem]:
    """Who is meant by each text, in one query; or why nobody is: unknown, disabled or no owner, or more than one."""
    wanted = {text: name_and_unit(text) for text in texts}
    if not wanted:
        return {}
    names = {name for name, _ in wanted.values()} | set(wanted)
    known: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for id, name, email, department, roles in active_persons(ctx.session, names, {text.lower() for text in wanted}):
        if may_own(roles):
            for key in ((name, ""), (name, department or ""), (email, "")):
                known[key].add(id)
    return {
        text: _only(known.get((text, "")) or known.get((text.lower(), "")) or known.get(parts) or set())
        for text, parts in wanted.items()
    }


def _only(ids: set[UUID]) -> UUID | RowProblem:
    if not ids:
        return RowProblem.NO_SUCH_OWNER
    return next(iter(ids)) if len(ids) == 1 else RowProblem.SEVERAL_OWNERS
