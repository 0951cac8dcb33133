"""A list: its columns, filters and actions are declared; one template draws it, with one pager and one empty state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, request, url_for

from gateway.clients import Record
from gateway.forms import filters
from gateway.mechanism.action import Offers
from gateway.mechanism.form import Text
from gateway.mechanism.page import Address, Page
from gateway.mechanism.panel import Back
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.render import Failure


@dataclass(frozen=True)
class Looks:
    """How a list looks. ``whole``: the section's page, which extends ``list_page.html``; a panel
    needs none. ``table``: its columns, or
    ``item``: the template of one row as a card of its own. ``unfit``: what stands where the filters let nothing
    through. ``above``, ``below``: templates of what belongs to the list beside its rows. ``header``: of the
    card around the table; ``framed``: whether there is one. ``tag``, ``classes``: of the element around the items.
    ``target``: what its actions replace."""

    empty: Empty
    whole: str = "list_panel.html"
    table: Table | None = None
    item: str = ""
    unfit: Empty | None = None
    above: str = ""
    below: str = ""
    header: str = ""
    target: str = ""
    framed: bool = True
    tag: str = "div"
    classes: str = ""


@dataclass(frozen=True)
class ListView:
    """A page of a list as its template draws it. ``at``: the parts of the list's address; ``filters`` and ``table``: as
    declared, with what the house has added."""

    of: ListPage
    found: Mapping[str, Any]
    asked: Mapping[str, str]
    at: Address
    acts: Offers
    acts_on: Callable[[Any], Offers]
    count: Mapping[str, Any] | None = None
    failure: Failure | None = None
    filters: tuple[Filter, ...] = ()
    table: Table | None = None

    @property
    def looks(self) -> Looks:
        return self.of.looks

    @property
    def name(self) -> str:
        return self.of.id

    @property
    def target(self) -> str:
        return self.of.target

    @property
    def stray(self) -> Failure | None:
        """The refusal of an action that stands nowhere on the list any more."""
        offers = [self.acts, *(self.acts_on(row) for row in self.rows)]
        named = {offer.name for each in offers for offer in each.values()}
        return self.failure if self.failure is not None and self.failure.form not in named else None

    @property
    def rows(self) -> list[Any]:
        return list(self.found["items"])

    @property
    def url(self) -> str:
        return url_for(self.of.endpoint, **self.at)

    @property
    def more(self) -> str:
        """The address of what follows; '' at the end."""
        after = self.found.get("next")
        return url_for(self.of.endpoint, **{**self.at, "after": after, **self.asked}) if after else ""

    @property
    def empty(self) -> Empty:
        narrowed = self.asked.keys() - {"sort"}
        return self.looks.unfit if self.looks.unfit and narrowed else self.looks.empty

    def sorted_by(self, column: Column) -> str:
        """How the list is ordered by a column, as it is said to those who hear the page."""
        asked = self.asked.get("sort", "")
        if not column.sort or asked.removeprefix("-") != column.sort:
            return ""
        return "descending" if asked.startswith("-") else "ascending"

    def order(self, column: Column) -> str:
        """The address of the list in the order of a column: upwards, and downwards when it is so already."""
        sort = f"-{column.sort}" if self.asked.get("sort") == column.sort else column.sort
        return url_for(self.of.endpoint, **{**self.at, **self.asked, "sort": sort})


@dataclass(frozen=True)
class Own:
    """What the house has added to a list: filters and columns, behind those that are declared."""

    filters: tuple[Filter, ...] = ()
    columns: tuple[Column, ...] = ()


class ListPage(Page):
    """A list under ``path``: the GET that shows it, a POST for each action on itself or on one of its rows.

    ``name``: the id of the element that holds it. ``find(after=, limit=, **asked)`` asks for a page of it, with the
    parts of the address before; ``count(**asked)`` how many fit. ``extras``: what the templates need besides. ``title``
    and ``back``: of the page that a list without a page of its own, a panel, is without scripts. ``own``: asks what the
    house has added to it. ``more``: as Page.
    """

    def __init__(
        self,
        page: Blueprint,
        name: str,
        looks: Looks,
        *,
        find: Callable[..., Any],
        filters: tuple[Filter, ...] = (),
        count: Callable[..., Any] | None = None,
        extras: Callable[[Any], Record] = lambda found: {},
        size: int = 30,
        title: Text = "",
        back: Back | None = None,
        own: Callable[[], Own] = Own,
        **more: Any,
    ) -> None:
        self.id, self.looks, self.find, self.filters, self.count = name, looks, find, filters, count
        self.extras, self.size, self.title, self.back, self.own_parts = extras, size, title, back, own
        super().__init__(
            page, looks.whole, part="list.html", target=looks.target or f"#{name}", load=self._found, **more
        )

    def context(self, at: Address, failure: Failure | None) -> Record:
        context = super().context(at, failure)
        found, asked, count, own = (context.pop(name) for name in ("found", "asked", "count", "own_parts"))
        table = self.looks.table
        if table is not None and own.columns:
            table = replace(table, columns=(*table.columns, *own.columns))
        filters = (*self.filters, *own.filters)
        view = ListView(self, found, asked, at, context["acts"], context["acts_on"], count, failure, filters, table)
        if self.back is not None:
            context |= {"title": self.title, "back_title": self.back.title, "back": url_for(self.back.endpoint, **at)}
        return {**context, "list": view}

    def _found(self, **at: Any) -> Record:
        after = request.args.get("after")
        own = self.own_parts()
        asked = filters(*(each.name for each in (*self.filters, *own.filters)), "sort")
        found = self.find(**at, **asked, after=after, limit=self.size)
        count = self.count(**at, **asked) if self.count and not after else None
        return {**self.extras(found), "found": found, "asked": asked, "count": count, "own_parts": own}
