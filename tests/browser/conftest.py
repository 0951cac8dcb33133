"""A real browser before the whole running system."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from gateway.i18n import CATALOGS
from ops.browser import find_browser
from ops.trial import ROOT
from tests.fleet import PASSWORD, Fleet

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
SCREENSHOTS = ROOT / "docs" / "screenshots"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session", autouse=True)
def _catalog() -> None:
    """The Chinese texts, as the set-up compiles them."""
    CATALOGS.compile()


def with_demo() -> bool:
    """Whether pictures are taken, of pages full of the demo company."""
    return bool(os.environ.get("GUANXI_SCREENSHOTS"))


@pytest.fixture(scope="session")
def company(fleet: Fleet) -> Fleet:
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


@dataclass
class Visitor:
    """Somebody before the pages. ``complaints`` is what the browser complained of: it should stay empty."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.open("/sign-in")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("navigation", name="主菜单").first.wait_for()

    def picture(self, name: str) -> None:
        """A picture for the documentation, in desktop and phone width, when pictures are asked for."""
        if not with_demo():
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{device}.png")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


@pytest.fixture
def visitor(chrome: Browser, company: Fleet) -> Iterator[Callable[..., Visitor]]:
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
        made = Visitor(context.new_page(), company.site.url_of("gateway"))
        made.page.on("console", made.note)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        visitors.append(made)
        return made

    yield make
    for each in visitors:
        each.page.context.close()
    assert [complaint for each in visitors for complaint in each.complaints] == []


def file_of(folder: Path, name: str, content: str) -> Path:
    """A file to upload."""
    path = folder / name
    path.write_text(content, encoding="utf-8-sig")
    return path
