"""The service's own database: engine, one transaction a unit of work, conventions of tables."""

from chassis.db.engine import create_engine
from chassis.db.listing import Count, Listing, ListQuery, count, narrowed
from chassis.db.models import NAMING, TYPES, Tracked, Versioned, coded, expect_version, naming_metadata, new_id
from chassis.db.paging import Page, PageQuery, count_up_to, fetch_page
from chassis.db.records import insert_rows, keep_newest, one

__all__ = [
    "NAMING",
    "TYPES",
    "Count",
    "ListQuery",
    "Listing",
    "Page",
    "PageQuery",
    "Tracked",
    "Versioned",
    "coded",
    "count",
    "count_up_to",
    "create_engine",
    "expect_version",
    "fetch_page",
    "insert_rows",
    "keep_newest",
    "naming_metadata",
    "narrowed",
    "new_id",
    "one",
]
