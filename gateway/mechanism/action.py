"""An action: what somebody can do with a record. It is offered where the record's answer names it among its
``actions``; no page knows the rules behind that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from gateway.clients import Record
from gateway.mechanism.form import DrawnForm, Field, Form, Pairs, Text
from gateway.mechanism.sent import Operation, perform
from gateway.render import Failure, attempt

Telling: TypeAlias = "Text | Callable[[Any], Text]"
"""Text, or what makes them of the record."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action, named as the answers name it.

    ``operation``: the one call that it makes. ``said``: of what it has answered. ``title``: on the button, of the
    record. ``submit``: on the button of its form, when that says something else. ``confirm``: asked before. ``leads``:
    it brings the record further; the first such one on offer stands out. ``always``: no answer names it, everybody who
    sees the record may. ``path``: the end of its address, when that is not the name.
    """

    name: str
    operation: Operation
    said: Telling
    title: Telling = ""
    fields: tuple[Field, ...] = ()
    clears: bool = False
    submit: Text = ""
    icon: str = ""
    tone: str = ""
    submit_tone: str = "btn-primary"
    note: Text = ""
    confirm: Telling = ""
    leads: bool = False
    always: bool = False
    path: str | None = None

    @cached_property
    def form(self) -> Form:
        return Form(self.operation, self.fields, self.clears)

    def run(self, form: str, **address: Any) -> Any:
        """Do what the request's form asks for: the operation's answer, or the Failure to show beside the form."""
        return attempt(form, lambda: perform(self.operation, self.form.sent(), **address))


@dataclass(frozen=True)
class Offer:
    """An action as it stands beside one record. ``outstanding``: it is the one that leads on."""

    action: Action
    record: Record
    url: str
    name: str
    failure: Failure | None = None
    pairs: Mapping[str, Pairs] = field(default_factory=dict)
    target: str = ""
    swap: str = ""
    outstanding: bool = False

    @property
    def open(self) -> bool:
        """Whether the record's answer names the action as open to whoever asks."""
        return self.action.always or self.action.name in self.record["actions"]

    @property
    def title(self) -> str:
        return told(self.action.title, self.record)

    @property
    def tone(self) -> str:
        return "btn-primary" if self.outstanding else self.action.tone

    @cached_property
    def form(self) -> DrawnForm:
        return self.action.form.drawn(
            self.url,
            self.name,
            record=self.record,
            failure=self.failure,
            pairs=self.pairs,
            version=self.record.get("version"),
            target=self.target,
            swap=self.swap,
            confirm=told(self.action.confirm, self.record),
            submit=self.action.submit or self.title,
            icon=self.action.icon,
        )


class Offers(Mapping[str, Offer]):
    """The actions of one record, by name; whether each is open is for the template to ask."""

    def __init__(self, offers: Mapping[str, Offer]) -> None:
        self._offers = offers

    def __getitem__(self, name: str) -> Offer:
        return self._offers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._offers)

    def __len__(self) -> int:
        return len(self._offers)

    def row(self, *names: str) -> list[Offer]:
        """Those of some names that are open, side by side: the first that leads on stands out."""
        found = [self._offers[name] for name in names if self._offers[name].open]
        first = next((offer for offer in found if offer.action.leads), None)
        return [replace(offer, outstanding=offer is first) for offer in found]


def told(words: Telling, record: Any) -> str:
    """The words, of a record where they depend on it."""
    return str(words(record) if callable(words) else words)
