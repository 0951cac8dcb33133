"""Somebody before the pages, in a real browser."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

from ops.trial import ROOT
from tests.support.fleet import PASSWORD

SCREENSHOTS = ROOT / "docs" / "screenshots"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def with_demo() -> bool:
    """Whether pictures are taken, of pages full of the demo running."""
    return bool(os.environ.get("GUANXI_SCREENSHOTS"))


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


def file_of(folder: Path, name: str, content: str) -> Path:
    """A file to upload."""
    path = folder / name
    path.write_text(content, encoding="utf-8-sig")
    return path
