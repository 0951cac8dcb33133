"""A real browser before the whole running system."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from gateway.i18n import CATALOGS
from ops.browser import find_browser
from ops.trial import ROOT
from tests.browser.visitors import DESKTOP, Visitor, with_demo
from tests.support.fleet import Fleet

expect.set_options(timeout=30_000)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _catalog() -> None:
    """The Chinese texts, as the set-up compiles them."""
    CATALOGS.compile()


@pytest.fixture(scope="session")
def running(fleet: Fleet) -> Fleet:
    """The running system; with the demo company in it when pictures are taken, so that the pages are full."""
    if with_demo():
        environment = {**os.environ, "GUANXI_HOME": str(fleet.site.home), "GUANXI_PORT": str(fleet.site.port)}
        subprocess.run([sys.executable, "-m", "ops", "seed"], cwd=ROOT, env=environment, check=True, timeout=300)
    return fleet


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """The browser: $CHROME_BIN, one on the PATH, or the one that the set-up fetches."""
    try:
        path = find_browser()
    except SystemExit as lacking:
        pytest.fail(str(lacking))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chrome: Browser, running: Fleet) -> Iterator[Callable[..., Visitor]]:
    """``visitor()`` is a new browser window; ``visitor(scripts=False)`` one without JavaScript."""
    visitors: list[Visitor] = []

    def make(*, scripts: bool = True, dark: bool = False) -> Visitor:
        context = chrome.new_context(
            viewport=DESKTOP,  # type: ignore[arg-type]
            locale="zh-CN",
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(30_000)
        made = Visitor(context.new_page(), running.site.url_of("gateway"))
        made.page.on("console", made.note)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        visitors.append(made)
        return made

    yield make
    for each in visitors:
        each.page.context.close()
    assert [complaint for each in visitors for complaint in each.complaints] == []
