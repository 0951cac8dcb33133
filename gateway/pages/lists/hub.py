"""The page of basic data: every list, calendar, policy and template that is kept as data, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from gateway.sessions import may

VERIFIER, LEAD = _l("Data verifier"), _l("Service lead")
MANAGER, ADMINISTRATOR = _l("Customer managers, company leadership"), _l("System administrator")
LISTS, TIMES, POLICIES = _l("Lists"), _l("Calendars and deadlines"), _l("Policies of the house")
TEXTS, HOUSE = _l("Templates"), _l("The house")


@dataclass(frozen=True)
class Kept:
    """Something that is kept as data. ``owner``: who keeps it, as the system is delivered; ``keeps``: the permissions
    to change it, each of which is enough; ``sees``: to look at it besides."""

    group: LazyString
    title: LazyString
    endpoint: str
    icon: str
    about: LazyString
    owner: LazyString
    keeps: tuple[str, ...]
    sees: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the person may change it."""
        return may(*self.keeps)

    @property
    def open(self) -> bool:
        """Whether the person may look at it."""
        return may(*self.keeps, *self.sees)


ALL = (
    Kept(
        LISTS,
        _l("Regions"),
        "lists.regions",
        "map-pin",
        _l("Where customers are; GB/T 2260 and own entries."),
        VERIFIER,
        ("customer:verify",),
    ),
    Kept(
        LISTS,
        _l("Industries"),
        "lists.industries",
        "building-factory",
        _l("What companies do; GB/T 4754 and own entries."),
        VERIFIER,
        ("customer:verify",),
    ),
    Kept(
        LISTS,
        _l("Subjects of cases"),
        "lists.subjects",
        "tag",
        _l("What feedback and complaints are about."),
        LEAD,
        ("case:lead",),
    ),
    Kept(
        LISTS,
        _l("Causes of cases"),
        "lists.causes",
        "zoom-question",
        _l("Why people complain, for the reports."),
        LEAD,
        ("case:lead",),
    ),
    Kept(LISTS, _l("Products"), "lists.products", "package", _l("What cases are about."), LEAD, ("case:lead",)),
    Kept(LISTS, _l("Places"), "lists.places", "building-store", _l("Where it happened."), LEAD, ("case:lead",)),
    Kept(
        TIMES,
        _l("Deadlines and working hours"),
        "cases.deadlines.index",
        "clock-cog",
        _l("By when cases are answered, by kind, tier and channel; when the house works."),
        LEAD,
        ("case:lead",),
        ("case:handle",),
    ),
    Kept(
        TIMES,
        _l("Days of your own"),
        "cases.deadlines.days",
        "calendar",
        _l("Days that are free or worked against the calendar."),
        LEAD,
        ("case:lead",),
        ("case:handle",),
    ),
    Kept(
        POLICIES,
        _l("Tier policies"),
        "tiers.index",
        "stairs-up",
        _l("When a customer is potential or VIP."),
        MANAGER,
        ("tier:edit",),
        ("tier:read",),
    ),
    Kept(
        POLICIES,
        _l("How each tier is served"),
        "customers.rhythm.policies",
        "phone-call",
        _l("The method and the rhythm of contact, by kind and tier."),
        MANAGER,
        ("tier:edit",),
        ("customer:read",),
    ),
    Kept(
        POLICIES,
        _l("What waits for a check"),
        "checks.policies",
        "list-check",
        _l("Which changes by owners wait for somebody else."),
        _l("Service lead, company leadership"),
        ("policy:edit",),
        ("customer:verify", "customer:write"),
    ),
    Kept(
        POLICIES,
        _l("Limits of exports and imports"),
        "customers.exports.to_approve",
        "file-export",
        _l("How much goes out and comes in without anybody's consent."),
        _l("Department managers, company leadership"),
        ("export:approve",),
    ),
    Kept(
        POLICIES,
        _l("Limit of case files"),
        "case_files.index",
        "file-upload",
        _l("How many cases a file brings without a check."),
        LEAD,
        ("case:lead",),
    ),
    Kept(
        POLICIES,
        _l("Schedule and readers of reports"),
        "reports.policy",
        "report-analytics",
        _l("How often reports are made and whom they go to."),
        MANAGER,
        ("report:configure",),
        ("report:read",),
    ),
    Kept(
        TEXTS,
        _l("Reply templates"),
        "cases.templates.index",
        "template",
        _l("Letters to customers, in both languages."),
        LEAD,
        ("case:lead",),
        ("case:handle",),
    ),
    Kept(
        HOUSE,
        _l("Own fields of customers"),
        "lists.fields",
        "forms",
        _l("What the house wants to know of customers besides."),
        ADMINISTRATOR,
        ("record:configure",),
    ),
    Kept(
        HOUSE,
        _l("Departments"),
        "staff.departments",
        "sitemap",
        _l("The tree of the house."),
        ADMINISTRATOR,
        ("department:write",),
        ("department:read",),
    ),
    Kept(
        HOUSE,
        _l("Roles"),
        "staff.roles",
        "id-badge-2",
        _l("Who may do what, and how far."),
        ADMINISTRATOR,
        ("role:write",),
        ("role:read",),
    ),
    Kept(
        HOUSE,
        _l("Account review"),
        "reviews.index",
        "user-check",
        _l("How often managers confirm the accounts of their people."),
        ADMINISTRATOR,
        ("staff:write",),
    ),
    Kept(
        HOUSE,
        _l("Group robots"),
        "notices.channels",
        "robot",
        _l("Which groups of WeCom, DingTalk and Feishu are told of what."),
        _l("System administrator, department managers"),
        ("notice:configure",),
    ),
)


KEEPERS = tuple(sorted({permission for each in ALL for permission in each.keeps} - {"staff:write", "export:approve"}))
"""Whose page it is: who keeps something there. Accounts and exports are looked after on pages of their own."""


def groups() -> list[tuple[LazyString, list[Kept]]]:
    """Everything that is kept as data, by what it is."""
    return [(group, list(each)) for group, each in groupby(ALL, key=lambda kept: kept.group)]
