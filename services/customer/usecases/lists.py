"""Regions and industries: bring them up to their standards, and put customers under them."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.code_lists import StandardEntry, load_standard
from chassis.code_lists.loading import Loaded
from chassis.context import Context
from services.customer.domain.industries import industries
from services.customer.domain.regions import short_region

REGION, INDUSTRY = "region", "industry"


def load_regions(ctx: Context, regions: Iterable[StandardEntry]) -> Loaded:
    """Make the standard regions what GB/T 2260 says now."""
    return load_standard(ctx, REGION, regions, short_region)


def load_industries(ctx: Context) -> Loaded:
    """Make the standard industries what GB/T 4754 says."""
    entries = (StandardEntry(**industry._asdict()) for industry in industries())
    return load_standard(ctx, INDUSTRY, entries)
