"""Bringing a list up to its standard: new entries come, renamed ones follow, what the standard dropped is disabled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from chassis.code_lists.finding import Short, as_it_is, names_of
from chassis.code_lists.tables import ListEntry
from chassis.context import Context


@dataclass(frozen=True, kw_only=True)
class StandardEntry:
    """An entry of a standard. Those above come before those below. ``aliases``: other names it is known by."""

    code: str
    name: str
    parent_code: str = ""
    aliases: tuple[str, ...] = ()


@dataclass
class Loaded:
    """What a load has changed."""

    added: int = 0
    changed: int = 0
    disabled: int = 0


def load_standard(ctx: Context, kind: str, entries: Iterable[StandardEntry], short: Short = as_it_is) -> Loaded:
    """Make the standard entries of a list what the standard says now. Own entries, own aliases and what people have
    disabled stay as they are. Loading the same again changes nothing."""
    known = {entry.code: entry for entry in ctx.session.scalars(select(ListEntry).where(ListEntry.kind == kind))}
    loaded, met = Loaded(), dict[str, ListEntry]()
    for position, said in enumerate(entries):
        entry = known.get(said.code)
        if entry is None:
            entry = ListEntry(kind=kind, code=said.code, standard=True, active=True, aliases=[])
            ctx.session.add(entry)
            loaded.added += 1
        elif entry.name != said.name or entry.parent_code != said.parent_code:
            loaded.changed += 1
        _write(entry, said, met, position, short)
        met[said.code] = entry
    for code, entry in known.items():
        if entry.standard and entry.active and code not in met:
            entry.active = False
            loaded.disabled += 1
    ctx.session.flush()
    return loaded


def _write(entry: ListEntry, said: StandardEntry, met: Mapping[str, ListEntry], position: int, short: Short) -> None:
    entry.name, entry.parent_code = said.name, said.parent_code
    entry.position = position
    entry.aliases = sorted({*entry.aliases, *said.aliases})
    place(entry, met.get(said.parent_code), short, _names_above(entry, met))


def _names_above(entry: ListEntry, known: Mapping[str, ListEntry]) -> list[str]:
    names: list[str] = []
    above = known.get(entry.parent_code)
    while above is not None:
        names.insert(0, above.name)
        above = known.get(above.parent_code)
    return names


def place(entry: ListEntry, parent: ListEntry | None, short: Short, above: list[str]) -> None:
    """Write what follows of an entry's name, aliases and place: its path, its full name, what it is found by."""
    entry.path = f"{parent.path if parent else ''}{entry.code}/"
    entry.full_name = f"{parent.full_name if parent else ''}{entry.name}"
    entry.known_as = names_of([*above, entry.name], entry.aliases, short)
