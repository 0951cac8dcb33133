"""Copies of what other services say: the newest version of each subject, whatever the order or how often it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from chassis.context import Context
from chassis.db.records import keep_newest
from chassis.events import Event

E = TypeVar("E", bound=Event)


def same(*names: str) -> dict[str, str]:
    """Columns that are called as the event's fields are."""
    return {name: name for name in names}


@dataclass(frozen=True)
class Projection(Generic[E]):
    """A table that keeps what an event says of its subject.

    ``columns``: what is kept, each from a field of the event by its name, or worked out from the event. Among them are
    ``key``, by which the subject is known, and ``version``, which only ever grows. Columns that are not named stay as
    they are, so that two events may each keep their part of one row. ``each``: the field of the event that lists its
    subjects, when one event tells of many; ``columns`` are then of one of these.
    """

    event: type[E]
    model: Any
    columns: Mapping[str, str | Callable[[Any], Any]]
    key: str = "id"
    version: str = "version"
    each: str = ""

    def learn(self, ctx: Context, events: Sequence[E]) -> None:
        """Keep the newest of ``events``; an older one changes nothing."""
        keep_newest(ctx.session, self.model, self.rows(events), key=self.key, version=self.version)

    def rows(self, events: Sequence[E]) -> Iterator[dict[str, Any]]:
        """What is kept of some events: a row for each of their subjects."""
        for event in events:
            for said in getattr(event, self.each) if self.each else (event,):
                yield {
                    column: getattr(said, source) if isinstance(source, str) else source(said)
                    for column, source in self.columns.items()
                }
