"""Likely duplicates: looked for before an entry is written down, and again beside its check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.unit_of_work import apart
from contracts.customer import CustomerKind, Purpose
from services.customer.checks.store.likely import candidates
from services.customer.domain.errors import LikelyDuplicate
from services.customer.domain.finding import NUMBERS, reached_by
from services.customer.domain.likeness import is_likely, same_fields
from services.customer.store import queries
from services.customer.usecases import readings


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is known of a customer that may be there already."""

    kind: CustomerKind
    name: str = ""
    mobile: str = ""
    phone: str = ""
    email: str = ""
    external_code: str = ""
    birth_date: date | None = None


@dataclass(frozen=True)
class Likely:
    """A customer that may be the same one. Of one that the actor may not see nothing but whose it is: ``id``, ``code``,
    ``name`` and ``status`` are empty then. ``same``: the fields that agree. ``likely``: they are enough to ask."""

    id: UUID | None
    code: str
    name: str
    status: str
    owner_name: str
    same: list[str]
    likely: bool


def find_likely(ctx: Context, wanted: Wanted) -> list[Likely]:
    """The customers that may be the same one. That they were found by their numbers is on record, and so is that nobody
    was. Raises TooManyQuestions."""
    values = asdict(wanted)
    readings.expect_questions_left(ctx, keys := keys_of(values))
    found = _likely_ones(ctx, wanted.kind, values)
    readings.note_question(ctx, keys, [met for met, _ in found])
    return [each for _, each in found]


def likely_of(ctx: Context, id: UUID) -> list[Likely]:
    """The customers that may be the same as one that the actor sees. Raises NotFound."""
    customer = queries.customer_of(ctx.session, ctx.actor, id)
    values = {name: getattr(customer, name) for name in Wanted.__annotations__}
    found = _likely_ones(ctx, customer.kind, values, id)
    readings.note_readings(ctx, [met for met, _ in found], Purpose.SEARCH)
    return [each for _, each in found]


def expect_new(ctx: Context, kind: CustomerKind, values: Mapping[str, Any]) -> None:
    """Refuse an entry of whom is likely there already. Where somebody is called the same, whether the number is the
    same is an answer about it: that it was asked is on record, whatever becomes of the entry. Raises LikelyDuplicate,
    TooManyQuestions."""
    alike = candidates(ctx.session, ctx.actor, kind, values, None)
    keys = keys_of(values) if any("name" in same_fields(values, row) for row in alike) else []
    readings.expect_questions_left(ctx, keys)
    found = {met: each for met, each in _told_apart(kind, values, alike) if each.likely}
    if found:
        with apart(ctx) as other:
            readings.note_question(other, keys, list(found))
        raise LikelyDuplicate(likely=[_told(each) for each in found.values()])
    readings.note_question(ctx, keys, [])


def keys_of(values: Mapping[str, Any]) -> list[str]:
    """The numbers and mail addresses among what is known of a customer, by which one asks about masked values."""
    return reached_by((values.get(name) for name in NUMBERS), values.get("email"))


def _told(each: Likely) -> dict[str, Any]:
    return asdict(each) | {"id": str(each.id) if each.id else None}


def _likely_ones(
    ctx: Context, kind: CustomerKind, values: Mapping[str, Any], other_than: UUID | None = None
) -> list[tuple[UUID, Likely]]:
    """The customers that may be the same as one with these values, by their ids; of those that the actor may not see
    only the ones that likely are, so that nobody looks for numbers in this way."""
    return _told_apart(kind, values, candidates(ctx.session, ctx.actor, kind, values, other_than))


def _told_apart(kind: CustomerKind, values: Mapping[str, Any], alike: Sequence[Any]) -> list[tuple[UUID, Likely]]:
    found = []
    for row in alike:
        same = same_fields(values, row)
        likely = is_likely(kind, same)
        if row.seen and same:
            told = (row.id, row.code, row.name, row.status)
            found.append((row.id, Likely(*told, row.owner_name or "", same, likely)))
        elif likely:
            found.append((row.id, Likely(None, "", "", "", row.owner_name or "", same, likely)))
    return found
