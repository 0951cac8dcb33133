"""The pages as axe-core judges them, and the way through all pages that somebody can reach by links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from playwright.sync_api import Page, expect

from ops.npm import MODULES, npm
from tests.browser.visitors import Visitor

SERIOUS = {"serious", "critical"}
RUN = """part => axe.run(part || document, {resultTypes: ["violations"]}).then(found =>
  found.violations.map(each => ({id: each.id, impact: each.impact,
    nodes: each.nodes.map(node => node.html.slice(0, 160) + " " + node.failureSummary)})))"""
RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FAMILY = re.compile(r"(?<=^/lists/)[a-z_]+|(?<=^/audit/)[a-z]+(?=/)")
"""Pages of one template: each list of basic data, the records of each service."""
NO_PAGE = re.compile(r"\.(csv|xlsx|pdf|json)\b|/file\b|/preview|/pdf|^/(api|static|language|sign-out)\b")


@cache
def axe() -> str:
    """The script of axe-core, which npm fetches with the browser of the tests."""
    script = MODULES / "axe-core" / "axe.min.js"
    if not script.exists():
        npm("ci", "--loglevel=error", "--silent")
    return script.read_text(encoding="utf-8")


def serious_faults(page: Page, part: str = "") -> list[str]:
    """What axe finds serious or critical on a page, or in a part of it, each with its elements."""
    page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(RUN, part)
    return [f"{each['id']}: {node}" for each in found if each["impact"] in SERIOUS for node in each["nodes"]]


def kind_of(path: str) -> str:
    """Which page an address is of, whatever its record and filters."""
    return FAMILY.sub("ID", RECORD.sub("ID", path.partition("#")[0].partition("?")[0])).rstrip("/")


def every_page(visitor: Visitor, known: set[str]) -> Iterator[str]:
    """Open every kind of page that links lead to from the first, but for those known already; yields which it is."""
    page, waiting = visitor.page, ["/"]
    opened: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in opened:
            continue
        opened.add(kind)
        if kind not in known or kind in {"", "/customers", "/cases"}:
            page.goto(visitor.address + path)
            expect(page.locator(".htmx-request")).to_have_count(0)
            if kind not in known:
                known.add(kind)
                yield kind
            hrefs: list[str] = page.locator("a[href^='/']:not([download])").evaluate_all(
                "links => links.map(link => link.getAttribute('href'))"
            )
            waiting += [href for href in hrefs if not NO_PAGE.search(href) and kind_of(href) not in opened]
