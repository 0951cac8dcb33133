"""The report as a mail: HTML with pictures, and the same in plain text."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from chassis.markdown import html_of, text_of

COMPLAINTS_IN_MAIL = 50


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.reporting", "emails"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = lambda text: Markup(html_of(text))  # noqa: S704 - made safe by html_of
    environment.filters["plain"] = text_of
    return environment


def render_html(view: dict[str, Any]) -> str:
    """The mail's HTML; its pictures are ``cid:trend``, ``cid:groups`` and ``cid:regions``."""
    return _templates().get_template("report.html").render(**view, most=COMPLAINTS_IN_MAIL)


def render_text(view: dict[str, Any]) -> str:
    """The mail for whoever reads no HTML."""
    return _templates().get_template("report.txt").render(**view, most=COMPLAINTS_IN_MAIL)
