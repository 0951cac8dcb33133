"""The rail on the left: what a person may use."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from gateway.pages.lists.hub import KEEPERS
from gateway.sessions import may


@dataclass(frozen=True)
class Section:
    """One entry of the rail. ``blueprint``, and each of ``also``: where it is the present one; ``icon`` of the icon
    font."""

    blueprint: str
    endpoint: str
    icon: str
    title: LazyString
    permissions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def covers(self, blueprint: str) -> bool:
        """Whether a page belongs to it."""
        return blueprint == self.blueprint or blueprint in self.also


SECTIONS = (
    Section("home", "home.page", "home", _l("Home")),
    Section("customers", "customers.index", "users", _l("Customers"), ("customer:read",)),
    Section("checks", "checks.index", "checklist", _l("Checks"), ("customer:verify",)),
    Section("cases", "cases.index", "message-2", _l("Cases"), ("case:read",), ("case_files",)),
    Section("reports", "reports.index", "report-analytics", _l("Reports"), ("report:read",)),
    Section("tiers", "tiers.index", "stairs-up", _l("Tiers"), ("tier:read",)),
    Section("imports", "imports.index", "file-import", _l("Imports"), ("import:run", "import:verify")),
    Section("lists", "lists.index", "list-tree", _l("Basic data"), KEEPERS),
    Section(
        "staff",
        "staff.index",
        "id-badge-2",
        _l("Staff"),
        ("staff:read", "department:read", "role:read", "staff:confirm"),
        ("tokens", "reviews"),
    ),
    Section("audit", "audit.index", "shield-search", _l("Audit"), ("audit:read",)),
    Section("state", "state.index", "heartbeat", _l("State of the system"), ("system:read",)),
)


def sections() -> list[Section]:
    """The sections that the person may use."""
    return [section for section in SECTIONS if not section.permissions or may(*section.permissions)]
