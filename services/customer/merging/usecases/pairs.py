"""Finding customers that are there twice, step by step, and what people say of what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, expect_version
from chassis.jobs import Continue, job
from chassis.jobs.coalesce import enqueue_unless_waiting
from chassis.jobs.registry import State
from contracts.customer import PairStatus
from services.customer.merging.domain.scoring import WORTH_A_LOOK, score
from services.customer.merging.domain.workflow import PAIR
from services.customer.merging.store import pairs as store
from services.customer.merging.store.models import LikelyPair
from services.customer.merging.store.pairs import PairFilter

STEP = 500


@job("customer.find_likely_pairs.v1")
class FindLikelyPairs:
    """Look through all customers for those that are likely there twice."""


@dataclass(frozen=True)
class Pair:
    """A pair with its two customers, each with its owner's name, as it is shown."""

    pair: LikelyPair
    first: Any
    second: Any
    first_owner: str
    second_owner: str


def find_step(ctx: Context, state: State) -> Continue | None:
    """Look at the next customers, each against those that came before it."""
    some = store.next_customers(ctx.session, UUID(state.get("after", str(UUID(int=0)))), STEP)
    if not some:
        return None
    found = []
    for one, other, same_core in store.candidates(ctx.session, [each.id for each in some]):
        points, reasons = score(one, other, same_core=same_core)
        if points >= WORTH_A_LOOK:
            first, second = sorted((one.id, other.id))
            pair = {"first_id": first, "second_id": second, "score": points, "reasons": reasons}
            found.append(pair | {"status": PairStatus.OPEN})
    store.keep_pairs(ctx, found)
    return Continue({"after": str(some[-1].id)})


@dataclass(frozen=True)
class LookedFor:
    """That a look through all customers goes on, or begins in a moment."""

    looking: bool = True


def look_now(ctx: Context) -> LookedFor:
    """Look through all customers without waiting for the night; asked for twice, it is done once."""
    enqueue_unless_waiting(ctx, FindLikelyPairs())
    return LookedFor()


def pair_page(ctx: Context, wanted: PairFilter) -> Page[Pair]:
    """The pairs that the actor sees, the likeliest first."""
    page = store.pair_page(ctx.session, ctx.actor, wanted)
    return Page(_with_customers(ctx, page.items), page.next)


def tell_apart(ctx: Context, id: UUID, version: int | None) -> Pair:
    """Remember that two customers are two. Raises NotFound, Stale, WrongStatus."""
    pair = store.pair_of(ctx.session, ctx.actor, id)
    expect_version(pair, version)
    store.decide_pair(ctx, pair, PAIR.after("differ", pair, ctx.actor))
    ctx.session.flush()
    return _with_customers(ctx, [pair])[0]


def _with_customers(ctx: Context, pairs: Any) -> list[Pair]:
    known = store.customers_of(ctx.session, pairs)
    shown = []
    for pair in pairs:
        (first, first_owner), (second, second_owner) = known[pair.first_id], known[pair.second_id]
        shown.append(Pair(pair, first, second, first_owner, second_owner))
    return shown
