"""From the command line: the lists that customers are put under."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.auth import SYSTEM
from chassis.code_lists import StandardEntry
from chassis.code_lists.loading import Loaded
from chassis.db import create_engine
from chassis.unit_of_work import unit_of_work
from services.customer.usecases import lists


def load_lists(url: str, regions: Iterable[StandardEntry]) -> dict[str, Loaded]:
    """Bring regions and industries up to their standards in one transaction; name of the list -> what has changed."""
    engine = create_engine(url, pool=1)
    try:
        with unit_of_work(engine, actor=SYSTEM, origin="command line") as ctx:
            return {
                lists.REGION: lists.load_regions(ctx, regions),
                lists.INDUSTRY: lists.load_industries(ctx),
            }
    finally:
        engine.dispose()
