"""The words of a job: its declaration, what a step answers, and which handler does it."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.context import Context

State = dict[str, typing.Any]
J = typing.TypeVar("J")


@dataclass(frozen=True)
class Continue:
    """There is more to do: go on with ``state``, which is stored with this step. ``done`` of ``total`` is shown
    as progress."""

    state: State
    done: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class RetryLater:
    """Not now: try again at ``due_at``. ``reason`` is shown; ``state`` replaces the stored one when it is given."""

    due_at: datetime
    reason: str
    state: State | None = None


Outcome = Continue | RetryLater | None
Handler = Callable[[Context, J, State], Outcome]
GivenUp = Callable[[Context, J, str, UUID | None], None]
"""What becomes of a job that was given up: told why, and on whose account it was to be done."""


@typing.dataclass_transform(frozen_default=True, kw_only_default=True)
def job(name: str) -> Callable[[type[J]], type[J]]:
    """Declare a job: a frozen, keyword-only dataclass named ``service.verb_noun.vN``; its fields are its payload."""

    def declare(cls: type[J]) -> type[J]:
        cls.job_name = name  # type: ignore[attr-defined]
        return dataclass(frozen=True, kw_only=True)(cls)

    return declare


@dataclass
class Jobs:
    """The jobs that a service does.

    A handler is one step: ``handler(ctx, job, state) -> Continue | RetryLater | None``. ``None`` says that the job is
    done; ``state`` is ``{}`` at the first step. What a step writes and the state it answers are committed together, so
    a killed worker goes on where the last step ended. Raise Refused to fail for good; any other error is tried again,
    with growing pauses.
    """

    service: str
    _handlers: dict[str, tuple[type[typing.Any], Handler[typing.Any]]] = field(default_factory=dict)
    _given_up: dict[str, GivenUp[typing.Any]] = field(default_factory=dict)

    @typing.overload
    def on(self, kind: type[J]) -> Callable[[Handler[J]], Handler[J]]: ...
    @typing.overload
    def on(self, kind: type[J], handler: Handler[J]) -> None: ...
    def on(self, kind: type[J], handler: Handler[J] | None = None) -> Callable[[Handler[J]], Handler[J]] | None:
        """Have ``handler`` do the jobs of ``kind``; without a handler, a decorator."""

        def register(function: Handler[J]) -> Handler[J]:
            name = name_of(kind)
            if name in self._handlers:
                raise ValueError(f"{self.service} does {name} twice")
            self._handlers[name] = (kind, function)
            return function

        if handler is None:
            return register
        register(handler)
        return None

    def replace(self, kind: type[J], handler: Handler[J]) -> None:
        """Have ``handler`` do the jobs of ``kind`` from now on, whoever did them before."""
        self._handlers[name_of(kind)] = (kind, handler)

    def on_giving_up(self, kind: type[J], handler: GivenUp[J]) -> None:
        """Have ``handler`` called, in one transaction with the giving up, when a job of ``kind`` will not be done."""
        self._given_up[name_of(kind)] = handler

    def given_up(self, name: str) -> GivenUp[typing.Any] | None:
        """What is called when a job of this name is given up."""
        return self._given_up.get(name)

    @property
    def names(self) -> list[str]:
        """The names of all jobs that can be done here."""
        return sorted(self._handlers)

    def find(self, name: str) -> tuple[type[typing.Any], Handler[typing.Any]]:
        """The declaration and the handler of a job. Raises KeyError when nobody here does it."""
        return self._handlers[name]


def name_of(kind: type[typing.Any]) -> str:
    """The name a job was declared with. Raises TypeError for a class that is no job."""
    name = getattr(kind, "job_name", None)
    if not isinstance(name, str):
        raise TypeError(f"{kind.__name__} is not declared with @job")
    return name
