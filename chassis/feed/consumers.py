"""What a service does when it hears an event: event -> use case."""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chassis.context import Context
from chassis.events import Event
from chassis.feed.log import family_of
from chassis.feed.projections import Projection

E = typing.TypeVar("E", bound=Event)
One = Callable[[Context, E], None]
Many = Callable[[Context, Sequence[E]], None]


@dataclass(frozen=True)
class Reaction:
    """The use case that answers an event: called with one event, or with several of its type in a row."""

    event: type[Event]
    handler: Callable[[Context, typing.Any], None]
    many: bool

    def react(self, ctx: Context, events: Sequence[Event]) -> None:
        """Do it for ``events``, which are of this type and in their order."""
        if self.many:
            self.handler(ctx, events)
        else:
            for event in events:
                self.handler(ctx, event)


class Consumers:
    """The events that a service hears. Handlers write to the own database only: news may be told again from the
    start."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._reactions: dict[str, Reaction] = {}

    @typing.overload
    def on(self, event: type[E]) -> Callable[[One[E]], One[E]]: ...
    @typing.overload
    def on(self, event: type[E], handler: One[E]) -> None: ...
    def on(self, event: type[E], handler: One[E] | None = None) -> Callable[[One[E]], One[E]] | None:
        """Have ``handler(ctx, event)`` called for every ``event``; without a handler, a decorator."""
        registered: Callable[[One[E]], One[E]] | None = self._register(event, handler, many=False)
        return registered

    @typing.overload
    def on_many(self, event: type[E]) -> Callable[[Many[E]], Many[E]]: ...
    @typing.overload
    def on_many(self, event: type[E], handler: Many[E]) -> None: ...
    def on_many(self, event: type[E], handler: Many[E] | None = None) -> Callable[[Many[E]], Many[E]] | None:
        """Have ``handler(ctx, events)`` called for runs of ``event``, in order; after an error with one at a time."""
        registered: Callable[[Many[E]], Many[E]] | None = self._register(event, handler, many=True)
        return registered

    def keep(self, projection: Projection[E], then: Many[E] | None = None) -> None:
        """Keep what ``projection`` keeps of its event, and after that do ``then(ctx, events)``."""

        def learn(ctx: Context, events: Sequence[E]) -> None:
            projection.learn(ctx, events)
            if then is not None:
                then(ctx, events)

        self.on_many(projection.event, learn)

    def _register(self, event: type[Event], handler: typing.Any, *, many: bool) -> typing.Any:
        def register(function: typing.Any) -> typing.Any:
            if event.event_name in self._reactions:
                raise ValueError(f"{self.service} hears {event.event_name} twice")
            self._reactions[event.event_name] = Reaction(event=event, handler=function, many=many)
            return function

        if handler is None:
            return register
        register(handler)
        return None

    def reaction_to(self, name: str) -> Reaction | None:
        """The reaction to the event of this very name and version."""
        return self._reactions.get(name)

    def knows_other_version(self, name: str) -> bool:
        """Whether an event of this name is heard here, though not in this version."""
        return any(family_of(known) == family_of(name) for known in self._reactions)

    @property
    def heard(self) -> frozenset[str]:
        """The names of all events heard."""
        return frozenset(self._reactions)
