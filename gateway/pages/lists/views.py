"""Basic data: the lists that other pages choose from, each kept by the role that owns it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.formats import number
from gateway.forms import text
from gateway.mechanism.form import Field, Text
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back
from gateway.mechanism.sent import Operation
from gateway.mechanism.table import Column, Empty, Filter, Table

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
    """A list as its page shows it: its name in addresses, the field of customers it is for, its title, who keeps it,
    the operations."""

    name: str
    field: str
    title: Text
    edit: str
    find: Callable[..., Any]
    add: Operation
    change: Operation
    enable: Operation
    disable: Operation
    unplaced: Callable[..., Any]


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

    ListPage(
        page,
        f"unplaced-{kept.name}",
        Looks(ALL_PLACED, table=UNPLACED, framed=False),
        find=kept.unplaced,
        extras=lambda found: {"kept": kept},
        path=f"/{kept.name}/unplaced",
        endpoint=f"unplaced_{kept.name}",
        title=_l("Means no entry"),
        back=Back(f".{kept.name}", kept.title),
        size=20,
    )


for _kept in LISTS:
    _page_of(_kept)


@page.get("/<any(regions, industries):name>/suggest")
def suggest(name: str) -> list[str]:
    """What a field that stands for an entry is offered as one types."""
    kept = next(each for each in LISTS if each.name == name)
    asked = request.args.get("q", "").strip()
    return [each["full_name"] for each in kept.find(q=asked, limit=20)["items"]] if asked else []


@page.get("/")
def index() -> BaseResponse:
    """The first list."""
    return redirect(url_for(f".{LISTS[0].name}"))
