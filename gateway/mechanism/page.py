"""A page with actions: on the page itself, and on each of the rows that it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.forms import text
from gateway.mechanism.action import Action, Offer, Offers, told
from gateway.mechanism.form import Pairs
from gateway.mechanism.sent import Operation
from gateway.render import Failure, go, show, wants_fragment

Address: TypeAlias = Mapping[str, Any]
See: TypeAlias = Callable[[Any], "str | BaseResponse"]
"""Where what an action has answered is to be seen: an address, or at once a page of its own."""
ROW = "row"


@dataclass(frozen=True)
class Placed:
    """An action and where it stands. ``record``: the name of what it changes in the page's context, or of the field
    that names the row. ``pairs``: what its choosers offer, of the context or the row."""

    action: Action
    endpoint: str
    see: See | None = None
    record: str = ""
    pairs: Callable[[Record], Mapping[str, Pairs]] = lambda context: {}


class Page:
    """A page under ``path``: the GET that shows it and a POST for each action.

    ``template`` is drawn of what ``load`` asks for, by the parts of the address; ``part`` alone for htmx, which puts it
    in the place of ``target``. ``rows_at``: where the addresses of its rows begin. ``see``: the endpoint that shows
    what an action has changed, when that is another page. The template gets ``acts``, the page's own actions, and
    ``acts_on(row)``, those on a row.
    """

    def __init__(
        self,
        page: Blueprint,
        template: str,
        *,
        load: Callable[..., Record],
        path: str = "",
        endpoint: str = "index",
        part: str = "",
        target: str = "",
        rows_at: str | None = None,
        see: str = "",
    ) -> None:
        self.page, self.template, self.load, self.path = page, template, load, path
        self.name, self.endpoint, self.part, self.target = endpoint, f".{endpoint}", part or template, target
        self.rows_at = path if rows_at is None else rows_at
        self.see = see or self.endpoint
        self.own: dict[str, Placed] = {}
        self.on_rows: dict[str, Placed] = {}
        page.add_url_rule(path, endpoint, self.look)

    def adds(
        self,
        name: str,
        operation: Operation,
        *,
        path: str | None = None,
        see: See | None = None,
        record: str = "",
        pairs: Callable[[Record], Mapping[str, Pairs]] = lambda context: {},
        always: bool = True,
        **declared: Any,
    ) -> None:
        """An action on the page itself, under ``path``, the page's own when none is given."""
        action = Action(name=name, operation=operation, always=always, **declared)
        placed = self.own[name] = Placed(action, f"{self.name}_{name}", see, record, pairs)

        def settle(**at: Any) -> BaseResponse:
            return self.settle(placed, name, at, **at)

        self.page.add_url_rule(self.path if path is None else path, placed.endpoint, settle, methods=["POST"])

    def command(
        self,
        name: str,
        operation: Operation,
        *,
        path: str | None = None,
        by: str = "",
        row_as: str = "id",
        see: See | None = None,
        pairs: Callable[[Record], Mapping[str, Pairs]] = lambda row: {},
        **declared: Any,
    ) -> None:
        """An action on one row, under ``<rows_at>/<row>/<path>``, the action's name when none is given. ``by``: the
        field that names the row, where the address is the page's own. ``row_as``: how the
        operation calls the row. ``pairs``: what its choosers offer, of the row."""
        action = Action(name=name, operation=operation, **declared)
        placed = self.on_rows[name] = Placed(action, f"{self.name}_row_{name}", see, by, pairs)
        tail = name if path is None else path

        def settle(row: UUID, **at: Any) -> BaseResponse:
            return self.settle(placed, f"{name}-{row}", at, **{**at, row_as: row})

        def settle_named(**at: Any) -> BaseResponse:
            return self.settle(placed, f"{name}-{text(by)}", at, **at)

        if by:
            self.page.add_url_rule(self.path, placed.endpoint, settle_named, methods=["POST"])
            return
        rule = f"{self.rows_at}/<uuid:{ROW}>" + (f"/{tail}" if tail else "")
        self.page.add_url_rule(rule, placed.endpoint, settle, methods=["POST"])

    def look(self, **at: Any) -> Response:
        return self.show(at)

    def show(self, at: Address, failure: Failure | None = None, **more: Any) -> Response:
        """The page, or to htmx its changing part."""
        context = {**at, **self.context(at, failure), **more}
        return show(self.template, fragment=self.part, failure=failure, **context)

    def context(self, at: Address, failure: Failure | None) -> Record:
        """What the template gets."""
        context = self.load(**at)
        return {
            **context,
            "acts": self.acts(context, at, failure),
            "acts_on": lambda row: self.acts_on(row, at, failure),
        }

    def acts(self, context: Record, at: Address, failure: Failure | None) -> Offers:
        """The page's own actions as they stand there."""
        return Offers({name: self._own_offer(placed, context, at, failure) for name, placed in self.own.items()})

    def acts_on(self, row: Any, at: Address, failure: Failure | None) -> Offers:
        """The actions on one row as they stand beside it."""
        return Offers({name: self._row_offer(placed, row, at, failure) for name, placed in self.on_rows.items()})

    def settle(self, placed: Placed, form: str, at: Address, **address: Any) -> BaseResponse:
        """Do it, and lead on to where the result is to be seen; a refusal shows the page again with the input."""
        answer = placed.action.run(form, **address)
        if isinstance(answer, Failure):
            return self.show(at, answer)
        if placed.see is not None:
            seen = placed.see(answer)
            return go(seen, told(placed.action.said, answer)) if isinstance(seen, str) else seen
        flash(told(placed.action.said, answer))
        return redirect(url_for(self.endpoint if wants_fragment() else self.see, **at), 303)

    def _own_offer(self, placed: Placed, context: Record, at: Address, failure: Failure | None) -> Offer:
        record = context[placed.record] if placed.record else {}
        target = self.target if placed.see is None else ""
        url = url_for(f".{placed.endpoint}", **at)
        return Offer(placed.action, record, url, placed.action.name, failure, placed.pairs(context), target)

    def _row_offer(self, placed: Placed, row: Any, at: Address, failure: Failure | None) -> Offer:
        target = self.target if placed.see is None else ""
        url = url_for(f".{placed.endpoint}", **at, **({} if placed.record else {ROW: row["id"]}))
        name = f"{placed.action.name}-{row['id']}"
        return Offer(placed.action, row, url, name, failure, placed.pairs(row), target)
