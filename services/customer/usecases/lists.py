"""Regions and industries: bring them up to their standards, and put customers under them."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.code_lists import StandardEntry, begins_with, load_standard
from chassis.code_lists.loading import Loaded
from chassis.context import Context
from chassis.jobs import Continue, job
from chassis.jobs.registry import State
from services.customer.domain.industries import industries
from services.customer.domain.regions import short_region
from services.customer.store import lists as store

REGION, INDUSTRY = "region", "industry"


@job("customer.place_customers.v1")
class PlaceCustomers:
    """Put all customers where a list says now: it has other entries, names or aliases."""

    kind: str


def load_regions(ctx: Context, regions: Iterable[StandardEntry]) -> Loaded:
    """Make the standard regions what GB/T 2260 says now."""
    return _followed(ctx, REGION, load_standard(ctx, REGION, regions, short_region))


def load_industries(ctx: Context) -> Loaded:
    """Make the standard industries what GB/T 4754 says."""
    entries = (StandardEntry(**industry._asdict()) for industry in industries())
    return _followed(ctx, INDUSTRY, load_standard(ctx, INDUSTRY, entries))


def follow_list(ctx: Context, kind: str) -> None:
    """Have customers put where a list says now."""
    ctx.enqueue(PlaceCustomers(kind=kind))


def place_step(ctx: Context, job: PlaceCustomers, state: State) -> Continue | None:
    """Put the next customers, by what stands at them, where the list says."""
    last = store.place_next(ctx.session, job.kind, state.get("after", ""))
    return None if last is None else Continue({"after": last})


def region_in(ctx: Context, address: str) -> str:
    """The region that an address begins with, in full; '' when it names none."""
    entry = begins_with(ctx.session, REGION, address)
    return entry.full_name if entry else ""


def _followed(ctx: Context, kind: str, loaded: Loaded) -> Loaded:
    if loaded.added or loaded.changed or loaded.disabled:
        follow_list(ctx, kind)
    return loaded
