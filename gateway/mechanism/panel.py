"""A panel: a part of a page that is asked for by itself, beside the others; without scripts a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from gateway.clients import Record
from gateway.mechanism.form import Text
from gateway.render import show


@dataclass(frozen=True)
class Back:
    """Where a panel's own page leads back to: an endpoint with the same address, and its words."""

    endpoint: str
    title: Text


def add_panel(
    page: Blueprint, path: str, endpoint: str, title: Text, part: str, load: Callable[..., Record], *, back: Back
) -> None:
    """Answer ``path`` with the template ``part``. ``load``: what it shows, asked for by the parts of the address;
    ``after`` among them is the place in a list that goes on."""

    def view(**address: Any) -> Response:
        shown = load(**address)
        return show_panel(part, title, url_for(back.endpoint, **address), back.title, **address, **shown)

    page.add_url_rule(path, endpoint, view)


def show_panel(part: str, title: Text, back: str, back_title: Text, **context: Any) -> Response:
    """A panel, or without scripts a page of it alone."""
    return show("panel.html", fragment=part, part=part, title=title, back=back, back_title=back_title, **context)


def after() -> str | None:
    """The place from which a list goes on."""
    return request.args.get("after")
