"""Basic data: the lists that other pages choose from, each kept by the role that owns it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer, feedback
from gateway.formats import number
from gateway.forms import text
from gateway.mechanism.form import Field, Text
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back
from gateway.mechanism.sent import Operation
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.pages.lists import hub
from gateway.render import show

page = Blueprint("lists", __name__, url_prefix="/lists", template_folder="templates")
BETWEEN = re.compile(r"[,，、;；\n]+")
NOTHING = Empty(_l("Nothing here yet"), _l("Entries that are added here can be chosen at once."), "list-tree")
UNFIT = Empty(_l("Nothing is called like this"), _l("Look for a part of the name."), "list-search")
TABLE = Table(
    cells="lists/_cells.html",
    columns=(
        Column("name", _l("Name"), cell="entry"),
        Column("aliases", _l("Also called"), cell="aliases"),
        Column("code", _l("Code")),
        Column("acts", _l("Actions"), cell="acts", hidden_title=True, looks="text-end"),
    ),
)
UNPLACED = Table(
    columns=(
        Column("text", _l("What stands there"), cell="unplaced", heads=True),
        Column("customers", _l("Customers"), number, looks="num"),
    ),
    cells="lists/_cells.html",
)
ALL_PLACED = Empty(_l("Everything means an entry"), icon="checks")
FILTERS = (
    Filter("q", _l("Name"), look="search"),
    Filter("all", _l("Disabled ones, too"), look="box"),
    Filter("parent", look="kept"),
)


@dataclass(frozen=True)
class KeptList:
    """A list as its page shows it: its name in addresses, the field that it is for, its title, who keeps it, the
    operations. ``unplaced``: what stands at customers and means no entry; None of a list that is no customers'."""

    name: str
    field: str
    title: Text
    edit: str
    find: Callable[..., Any]
    add: Operation
    change: Operation
    enable: Operation
    disable: Operation
    unplaced: Callable[..., Any] | None = None


LISTS = (
    KeptList(
        "regions",
        "region",
        _l("Regions"),
        "customer:verify",
        customer.list_region_entries,
        customer.add_region_entry,
        customer.change_region_entry,
        customer.enable_region_entry,
        customer.disable_region_entry,
        customer.list_unplaced_regions,
    ),
    KeptList(
        "industries",
        "industry",
        _l("Industries"),
        "customer:verify",
        customer.list_industry_entries,
        customer.add_industry_entry,
        customer.change_industry_entry,
        customer.enable_industry_entry,
        customer.disable_industry_entry,
        customer.list_unplaced_industries,
    ),
    KeptList(
        "subjects",
        "subject",
        _l("Subjects of cases"),
        "case:lead",
        feedback.list_subject_entries,
        feedback.add_subject_entry,
        feedback.change_subject_entry,
        feedback.enable_subject_entry,
        feedback.disable_subject_entry,
    ),
    KeptList(
        "causes",
        "cause",
        _l("Causes of cases"),
        "case:lead",
        feedback.list_cause_entries,
        feedback.add_cause_entry,
        feedback.change_cause_entry,
        feedback.enable_cause_entry,
        feedback.disable_cause_entry,
    ),
    KeptList(
        "products",
        "product",
        _l("Products"),
        "case:lead",
        feedback.list_product_entries,
        feedback.add_product_entry,
        feedback.change_product_entry,
        feedback.enable_product_entry,
        feedback.disable_product_entry,
    ),
    KeptList(
        "places",
        "place",
        _l("Places"),
        "case:lead",
        feedback.list_place_entries,
        feedback.add_place_entry,
        feedback.change_place_entry,
        feedback.enable_place_entry,
        feedback.disable_place_entry,
    ),
)


def aliases() -> list[str]:
    """The names in a field, one after the other."""
    return [name for each in BETWEEN.split(text("aliases")) if (name := each.strip())]


def entries(kept: KeptList, **asked: Any) -> Record:
    """A page of entries, and the one that they lie below."""
    found = kept.find(**asked)
    parent = "" if asked.get("q") else asked.get("parent", "")
    return {**found, "parent_code": parent, "below": _below(kept, parent)}


def _below(kept: KeptList, parent: str) -> Any:
    """The entry that a level lies below; None at the root."""
    found = kept.find(q=parent, all=True, limit=1)["items"] if parent else []
    return next((each for each in found if each["code"] == parent), None)


def _page_of(kept: KeptList) -> None:
    """The page of one list."""
    looks = Looks(NOTHING, "lists/index.html", table=TABLE, unfit=UNFIT, above="lists/_above.html")
    listed = ListPage(
        page,
        kept.name,
        looks,
        find=partial(entries, kept),
        filters=FILTERS,
        extras=lambda found: {"kept": kept, "lists": LISTS, "below": found["below"]},
        path=f"/{kept.name}",
        endpoint=kept.name,
        title=kept.title,
        size=60,
    )

    def level(entry: Any) -> str:
        return url_for(f".{kept.name}", parent=entry["parent_code"] or None)

    words = Field(
        "aliases", _l("Also called"), look="text", hint=_l("Several names with commas between."), read=aliases
    )
    listed.adds(
        "add",
        kept.add,
        record="found",
        always=False,
        said=_l("Added: it can be chosen now."),
        see=level,
        title=_l("Add an entry"),
        icon="plus",
        fields=(Field("name"), words, Field("parent_code", look="hidden", of="parent_code")),
        submit=_l("Add"),
    )
    listed.command(
        "edit",
        kept.change,
        path="",
        see=level,
        said=_l("Changed."),
        title=_l("Change"),
        tone="btn-sm btn-ghost-secondary",
        fields=(Field("name"), words),
        submit=_l("Save"),
    )
    listed.command(
        "disable",
        kept.disable,
        see=level,
        said=_l("Offered no more; what is under it stays."),
        title=_l("Disable"),
        tone="btn-sm btn-ghost-secondary",
    )
    listed.command("enable", kept.enable, see=level, said=_l("Offered again."), title=_l("Enable again"), tone="btn-sm")


def _unplaced_of(kept: KeptList, find: Callable[..., Any]) -> None:
    """What stands at customers and means no entry of a list."""
    ListPage(
        page,
        f"unplaced-{kept.name}",
        Looks(ALL_PLACED, table=UNPLACED, framed=False),
        find=find,
        extras=lambda found: {"kept": kept},
        path=f"/{kept.name}/unplaced",
        endpoint=f"unplaced_{kept.name}",
        title=_l("Means no entry"),
        back=Back(f".{kept.name}", kept.title),
        size=20,
    )


for _kept in LISTS:
    _page_of(_kept)
    if _kept.unplaced is not None:
        _unplaced_of(_kept, _kept.unplaced)


@page.get("/<name>/suggest")
def suggest(name: str) -> list[str]:
    """What a field that stands for an entry is offered as one types."""
    kept = next((each for each in LISTS if each.name == name), None)
    if kept is None:
        abort(404)
    asked = request.args.get("q", "").strip()
    return [each["full_name"] for each in kept.find(q=asked, limit=20)["items"]] if asked else []


@page.get("/")
def index() -> Response:
    """Everything that is kept as data, with who keeps it."""
    return show("lists/hub.html", groups=hub.groups())
