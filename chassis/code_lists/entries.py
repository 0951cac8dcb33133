"""Keeping a list: look at it, add to it, rename, say what else something is called, offer no more."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from chassis.code_lists.finding import Short, as_it_is, normal
from chassis.code_lists.loading import place
from chassis.code_lists.tables import ListEntry
from chassis.context import Context
from chassis.db import Page, PageQuery, expect_version, fetch_page, one
from chassis.errors import Invalid, Refused

DEEPEST = 6
"""Levels of a tree: more are not found again by anybody."""


class StandardName(Refused):
    """The name of an entry of a standard is not ours to change; what people call it can be added as an alias."""

    code = "standard_name"


def nothing(ctx: Context, kind: str) -> None:
    """Nothing follows from a change of the list."""


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """A list of one service. ``path``: where its routes are; ``noun``: one entry; ``edit``: the permission to keep it.
    ``short``: the short form of a name. ``then``: what follows in the same transaction when names, aliases or what is
    offered have changed."""

    kind: str
    path: str
    noun: str
    edit: str
    short: Short = as_it_is
    then: Callable[[Context, str], None] = nothing


@dataclass(frozen=True, kw_only=True)
class EntryFilter(PageQuery):
    """Entries of a list: those right below ``parent`` (the root unless told), or by ``q`` wherever they stand.
    ``all``: also those that are offered no more."""

    q: str = ""
    parent: str = ""
    all: bool = False


@dataclass(frozen=True, kw_only=True)
class AddEntry:
    """A new entry below another one; at the root when no parent is named."""

    name: str
    parent_code: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeEntry:
    """Another name (of an own entry), other aliases, another place among its neighbours; None leaves as it is."""

    name: str | None = None
    aliases: tuple[str, ...] | None = None
    position: int | None = None


def entry_page(ctx: Context, code_list: CodeList, wanted: EntryFilter) -> Page[ListEntry]:
    """Entries in their order; of a search by the whole tree."""
    rows = select(ListEntry).where(ListEntry.kind == code_list.kind)
    if not wanted.all:
        rows = rows.where(ListEntry.active)
    if wanted.q:
        rows = rows.where(
            or_(
                ListEntry.full_name.icontains(normal(wanted.q), autoescape=True),
                ListEntry.known_as.contains([normal(wanted.q)]),
                ListEntry.code == wanted.q,
            )
        )
        order: list[Any] = [ListEntry.path]
    else:
        rows = rows.where(ListEntry.parent_code == wanted.parent)
        order = [ListEntry.position, ListEntry.code]
    return fetch_page(ctx.session, rows, order=order, descending=False, after=wanted.after, limit=wanted.limit)


def add_entry(ctx: Context, code_list: CodeList, command: AddEntry) -> ListEntry:
    """Add an own entry. Raises Invalid for a name that stands there already, a parent that is none, too deep a tree."""
    above = _above(ctx, code_list, command.parent_code)
    if len(above) >= DEEPEST:
        raise Invalid(parent_code="out_of_range")
    siblings = _siblings(ctx, code_list, command.parent_code)
    _free(siblings, command.name)
    entry = ListEntry(
        kind=code_list.kind,
        code=f"u{secrets.token_hex(4)}",
        parent_code=command.parent_code,
        name=command.name,
        aliases=sorted(set(command.aliases)),
        position=max((each.position for each in siblings), default=-1) + 1,
    )
    place(entry, above[-1] if above else None, code_list.short, [each.name for each in above])
    ctx.session.add(entry)
    ctx.session.flush()
    code_list.then(ctx, code_list.kind)
    return entry


def change_entry(ctx: Context, code_list: CodeList, id: UUID, command: ChangeEntry, version: int | None) -> ListEntry:
    """Change an entry; those below it are found by its new name as well. Raises NotFound, Stale, Invalid,
    StandardName."""
    entry = _entry(ctx, code_list, id, version)
    if command.name is not None and command.name != entry.name:
        if entry.standard:
            raise StandardName()
        siblings = _siblings(ctx, code_list, entry.parent_code)
        _free([each for each in siblings if each.id != id], command.name)
        entry.name = command.name
    if command.aliases is not None:
        entry.aliases = sorted(set(command.aliases))
    if command.position is not None:
        entry.position = command.position
    with ctx.session.no_autoflush:  # one change, one version
        _place_again(ctx, code_list, entry)
    ctx.session.flush()
    code_list.then(ctx, code_list.kind)
    return entry


def offer_entry(ctx: Context, code_list: CodeList, id: UUID, version: int | None, *, active: bool) -> ListEntry:
    """Offer an entry, or no more: what refers to it stays. Raises NotFound, Stale."""
    entry = _entry(ctx, code_list, id, version)
    entry.active = active
    ctx.session.flush()
    code_list.then(ctx, code_list.kind)
    return entry


def entry_of(ctx: Context, kind: str, code: str) -> ListEntry | None:
    """The entry of a code, offered or not."""
    return ctx.session.scalar(select(ListEntry).where(ListEntry.kind == kind, ListEntry.code == code))


def _place_again(ctx: Context, code_list: CodeList, entry: ListEntry) -> None:
    """Write anew what follows of the names of an entry and of all below it."""
    below = select(ListEntry).where(ListEntry.kind == code_list.kind, ListEntry.path.startswith(entry.path))
    known = {each.code: each for each in _above(ctx, code_list, entry.parent_code)}
    for each in sorted(ctx.session.scalars(below), key=lambda found: found.path.count("/")):
        known[each.code] = each
        above = [known[code].name for code in each.path.split("/")[:-2]]
        place(each, known.get(each.parent_code), code_list.short, above)


def _above(ctx: Context, code_list: CodeList, parent_code: str) -> list[ListEntry]:
    """The entries from the root down to a parent. Raises Invalid when there is no such parent."""
    if not parent_code:
        return []
    parent = entry_of(ctx, code_list.kind, parent_code)
    if parent is None:
        raise Invalid(parent_code="unknown_choice")
    codes = parent.path.rstrip("/").split("/")
    rows = select(ListEntry).where(ListEntry.kind == code_list.kind, ListEntry.code.in_(codes))
    return sorted(ctx.session.scalars(rows), key=lambda each: each.path.count("/"))


def _siblings(ctx: Context, code_list: CodeList, parent_code: str) -> Sequence[ListEntry]:
    rows = select(ListEntry).where(ListEntry.kind == code_list.kind, ListEntry.parent_code == parent_code)
    return ctx.session.scalars(rows).all()


def _free(siblings: Sequence[ListEntry], name: str) -> None:
    if any(normal(each.name) == normal(name) for each in siblings):
        raise Invalid(name="already_taken")


def _entry(ctx: Context, code_list: CodeList, id: UUID, version: int | None) -> ListEntry:
    entry = one(ctx.session, select(ListEntry).where(ListEntry.id == id, ListEntry.kind == code_list.kind), lock=True)
    expect_version(entry, version)
    return entry
