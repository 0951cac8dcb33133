"""The owners that the rows of a file name: an e-mail address, a name, or name and department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, or_, select

from chassis.auth.directory import Person, Unit
from chassis.context import Context
from services.customer.domain.importing import RowProblem
from services.customer.domain.owning import may_own, name_and_unit


def owners_of(ctx: Context, texts: Iterable[str]) -> dict[str, UUID | RowProblem]:
    """Who is meant by each text, in one query; or why nobody is: unknown, disabled or no owner, or more than one."""
    wanted = {text: name_and_unit(text) for text in texts}
    if not wanted:
        return {}
    names = {name for name, _ in wanted.values()} | set(wanted)
    rows = (
        select(Person.id, Person.name, func.lower(Person.email), Unit.name, Person.roles)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.active, or_(Person.name.in_(names), func.lower(Person.email).in_({t.lower() for t in wanted})))
    )
    known: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for id, name, email, unit, roles in ctx.session.execute(rows):
        if may_own(roles):
            for key in ((name, ""), (name, unit or ""), (email, "")):
                known[key].add(id)
    return {
        text: _only(known.get((text, "")) or known.get((text.lower(), "")) or known.get(parts) or set())
        for text, parts in wanted.items()
    }


def _only(ids: set[UUID]) -> UUID | RowProblem:
    if not ids:
        return RowProblem.NO_SUCH_OWNER
    return next(iter(ids)) if len(ids) == 1 else RowProblem.SEVERAL_OWNERS
