"""The service's own database: engine, one transaction an edge, conventions of tables."""

from chassis.db.engine import create_engine
from chassis.db.models import NAMING, TYPES, Tracked, Versioned, expect_version, naming_metadata, new_id
from chassis.db.paging import Page, PageQuery, count_up_to, fetch_page

__all__ = [
    "NAMING",
    "TYPES",
    "Page",
    "PageQuery",
    "Tracked",
    "Versioned",
    "count_up_to",
    "create_engine",
    "expect_version",
    "fetch_page",
    "naming_metadata",
    "new_id",
]
