"""A record's page: it is loaded to be looked at, and after a command drawn from the command's own answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.mechanism.action import Action, Offer, Offers, told
from gateway.mechanism.form import Pairs, Text
from gateway.mechanism.panel import Back, add_panel, show_panel
from gateway.mechanism.sent import Operation
from gateway.render import Failure, go, show, wants_fragment

Choosing: TypeAlias = Callable[[Any], Mapping[str, Pairs]]
TARGET = "#record"
CHANGED = "record-changed"
"""What the browser is told after a command: the panels that show a part of the record load themselves anew."""


class RecordPage:
    """The page of one kind of record under ``path``: the GET that shows it and a POST for each command.

    ``name``: the record's in the templates ``<folder>/<whole>.html`` and, for its changing part alone,
    ``<folder>/<part>.html``. ``load``: asks for the record. ``extras``: what the templates need besides, worked out
    from the record without asking anybody. The templates get ``acts``, the actions as they stand beside the record.
    """

    def __init__(
        self,
        page: Blueprint,
        name: str,
        *,
        folder: str,
        load: Callable[[UUID], Any],
        extras: Callable[[Any], Record] = lambda record: {},
        path: str = "/<uuid:id>",
        endpoint: str = "detail",
        whole: str = "detail",
        part: str = "_record",
    ) -> None:
        self.page, self.name, self.load, self.extras, self.path = page, name, load, extras, path
        self.endpoint = f".{endpoint}"
        self.whole, self.part = f"{folder}/{whole}.html", f"{folder}/{part}.html"
        self.actions: dict[str, Action] = {}
        self.apart: dict[str, str] = {}
        self.pairs: dict[str, Choosing] = {}
        self.leads_to: dict[str, Callable[[Any], str]] = {}
        page.add_url_rule(path, endpoint, self.look)

    def look(self, id: UUID) -> Response:
        return self.show(self.load(id))

    def command(
        self,
        name: str,
        operation: Operation,
        *,
        pairs: Choosing | None = None,
        see: Callable[[Any], str] | None = None,
        **declared: Any,
    ) -> None:
        """An action under ``<path>/<name>`` that is answered with the record as it is then. ``pairs``: what its
        choosers offer, of the record. ``see``: where it leads instead, when who does it may not see the record any
        more."""
        if pairs is not None:
            self.pairs[name] = pairs
        if see is not None:
            self.leads_to[name] = see
        self._add(Action(name=name, operation=operation, **declared), self._settle)

    def adds(self, name: str, operation: Operation, *, shows: str = "", **declared: Any) -> None:
        """An action that is answered with something else than the record. In place of its form the template ``shows``
        is drawn of the ``answer``, or the form anew; the panels load themselves."""
        self.apart[name] = shows
        self._add(Action(name=name, operation=operation, **declared), self._settle_apart)

    def panel(self, name: str, title: Text, part: str, load: Callable[..., Record], *, back: Text) -> None:
        """A part of the page under ``<path>/<name>`` that is asked for by itself."""
        add_panel(self.page, f"{self.path}/{name}", name, title, part, load, back=Back(self.endpoint, back))

    def show(self, record: Any, failure: Failure | None = None, **more: Any) -> Response:
        """The page, or to htmx its changing part."""
        acts = Offers({name: self.offer(action, record, failure) for name, action in self.actions.items()})
        context = {self.name: record, "acts": acts, **self.extras(record), **more}
        return show(self.whole, fragment=self.part, failure=failure, **context)

    def offer(self, action: Action, record: Any, failure: Failure | None) -> Offer:
        """An action as it stands beside the record."""
        url = url_for(f".{action.name}", id=record["id"])
        if action.name in self.apart:
            return Offer(action, record, url, action.name, failure, target=f"#act-{action.name}", swap="outerHTML")
        pairs = self.pairs[action.name](record) if action.name in self.pairs else {}
        return Offer(action, record, url, action.name, failure, pairs, target=TARGET)

    def _add(self, action: Action, settle: Callable[[Action, UUID], BaseResponse]) -> None:
        self.actions[action.name] = action
        tail = action.name if action.path is None else action.path
        path = self.path + (f"/{tail}" if tail else "")

        def view(id: UUID) -> BaseResponse:
            return settle(action, id)

        self.page.add_url_rule(path, action.name, view, methods=["POST"])

    def _settle(self, action: Action, id: UUID) -> BaseResponse:
        answer = action.run(action.name, id=id)
        if isinstance(answer, Failure):
            return self.show(self.load(id), answer)
        if see := self.leads_to.get(action.name):
            return go(see(answer), told(action.said, answer))
        flash(told(action.said, answer))
        return _changed(self.show(answer)) if wants_fragment() else self._seen(id)

    def _settle_apart(self, action: Action, id: UUID) -> BaseResponse:
        answer = action.run(action.name, id=id)
        if isinstance(answer, Failure):
            response = self.show(self.load(id), answer)
            response.headers.update({"HX-Retarget": TARGET, "HX-Reswap": "innerHTML"})
            return response
        if shows := self.apart[action.name]:
            back = url_for(self.endpoint, id=id)
            return show_panel(shows, action.title, back, _("Back"), answer=answer, id=id)
        flash(told(action.said, answer))
        if not wants_fragment():
            return self._seen(id)
        offer = self.offer(action, {"id": id, "actions": [action.name]}, None)
        return _changed(show("_act.html", offer=offer))

    def _seen(self, id: UUID) -> BaseResponse:
        return redirect(url_for(self.endpoint, id=id), 303)


def _changed(response: Response) -> Response:
    response.headers["HX-Trigger-After-Settle"] = CHANGED
    return response
