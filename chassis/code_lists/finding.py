"""Finding the entry that a text means: by its name, its short name, its name with those above it, or an alias."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.code_lists.tables import ListEntry

Short = Callable[[str], str]
"""The short form of a name as people say it (广东 of 广东省); the name itself where there is none."""
LONGEST_BEGINNING = 30
LONGEST_CHAIN = 3
"""So many names stand together at most: more levels are told apart by the last ones."""


def as_it_is(name: str) -> str:
    """No short form."""
    return name


def normal(text: str) -> str:
    """A text as it is compared: lower case, without spaces."""
    return "".join(text.lower().split())


def names_of(names: Sequence[str], aliases: Iterable[str], short: Short = as_it_is) -> list[str]:
    """All names of an entry whose own name is the last of ``names``, which are those above it from the root down: its
    name and its short name, each alone or behind any of those above it, and its aliases."""
    chain = names[-LONGEST_CHAIN:]
    forms = [{normal(name), normal(short(name))} for name in chain]
    above = [{"", *form} for form in forms[:-1]]
    found = {"".join(parts) for parts in product(*above, forms[-1])}
    return sorted((found | {normal(alias) for alias in aliases}) - {""})


def resolve(session: Session, kind: str, text: str) -> ListEntry | None:
    """The one active entry that a text means; None when there is none, or several."""
    return resolve_all(session, kind, [text]).get(text)


def resolve_all(session: Session, kind: str, texts: Collection[str]) -> dict[str, ListEntry]:
    """Text -> the entry that it means, for those that mean exactly one; one query, however many they are."""
    wanted = {text: normal(text) for text in texts if normal(text)}
    found: dict[str, list[ListEntry]] = {}
    for entry in _known_as(session, kind, wanted.values()):
        for name in entry.known_as:
            found.setdefault(name, []).append(entry)
    meant = {text: _the_one(found.get(name, [])) for text, name in wanted.items()}
    return {text: entry for text, entry in meant.items() if entry is not None}


def paths_of(session: Session, kind: str, text: str) -> list[str]:
    """The paths of all active entries that a text may mean: what a list is narrowed to."""
    found = _known_as(session, kind, [normal(text)])
    return sorted(entry.path for entry in found if not any(_is_below(entry, other) for other in found))


def begins_with(session: Session, kind: str, text: str) -> ListEntry | None:
    """The entry whose name a longer text begins with (an address its region): the longest name that means one."""
    whole = normal(text)[:LONGEST_BEGINNING]
    starts = [whole[:end] for end in range(len(whole), 1, -1)]
    meant = resolve_all(session, kind, starts)
    return next((meant[start] for start in starts if start in meant), None)


def _known_as(session: Session, kind: str, names: Collection[str]) -> Sequence[ListEntry]:
    if not names:
        return []
    rows = select(ListEntry).where(ListEntry.kind == kind, ListEntry.active, ListEntry.known_as.overlap(list(names)))
    return session.scalars(rows.order_by(ListEntry.path)).all()


def _the_one(found: Sequence[ListEntry]) -> ListEntry | None:
    """Of several the one above all others (北京 is the city, not a district of it by that name)."""
    top = [entry for entry in found if not any(_is_below(entry, other) for other in found)]
    return top[0] if len(top) == 1 else None


def _is_below(entry: ListEntry, other: ListEntry) -> bool:
    return entry is not other and entry.path.startswith(other.path)
