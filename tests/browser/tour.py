"""Takes the pictures of docs/tour.md: the day of each role, in a running demo company.

``make demo`` in one window, ``python -m tests.browser.tour`` in another; another address than localhost:8000 is given
as an argument, and names of pictures after it where only some are wanted. Each picture is made small enough to be kept
with the sources.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ops.browser import find_browser
from ops.demo.accounts import PASSWORD
from ops.trial import ROOT
from tests.browser.visitors import DESKTOP, Visitor

FOLDER = ROOT / "docs" / "tour"
LARGEST = 200_000
"""How many bytes a picture may have."""

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir><cachedir>{cache}</cachedir>
{prefer}</fontconfig>"""
PREFER = """<alias binding="strong"><family>{name}</family><prefer><family>Noto Sans SC</family></prefer></alias>"""


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, where, and what is pressed there first. ``follow``: the link that leads on to the page
    itself; ``unfold``: what is opened on it; ``to``: what is scrolled to the top."""

    name: str
    who: str
    path: str
    follow: str = ""
    unfold: str = ""
    to: str = ""


PICTURES = (
    Picture("sales-home", "sales", "/"),
    Picture("sales-due", "sales", "/customers/rhythm?reach=mine", unfold="#due tbody summary"),
    Picture("sales-new", "sales", "/customers/new?kind=person"),
    Picture("service-home", "service", "/"),
    Picture("service-search", "service", "/customers?q=zs"),
    Picture("service-case", "service", "/cases?mine=true&status=taken", follow="main tbody a"),
    Picture("lead-cases", "lead", "/cases?desk=lead"),
    Picture("lead-case", "lead", "/cases?desk=lead&status=taken", follow="main tbody a"),
    Picture("lead-deadlines", "lead", "/cases/deadlines"),
    Picture("verifier-checks", "verifier", "/checks"),
    Picture("verifier-entry", "verifier", "/checks", follow="main tbody a"),
    Picture("verifier-regions", "verifier", "/lists/regions"),
    Picture("manager-due", "manager", "/customers/rhythm?reach=mine&tier=vip"),
    Picture("manager-customer", "manager", "/customers/rhythm?reach=mine&tier=vip", follow="#due tbody a", to="#tier"),
    Picture("manager-report", "manager", "/reports", follow="main tbody a"),
    Picture("head-home", "head", "/"),
    Picture("head-requests", "head", "/customers/requests/to-decide"),
    Picture("head-customers", "head", "/customers"),
    Picture("leader-home", "leader", "/"),
    Picture("leader-exports", "leader", "/customers/exports/to-approve"),
    Picture("leader-tiers", "leader", "/tiers"),
    Picture("leader-report", "leader", "/reports", follow="main tbody a"),
    Picture("auditor-trail", "auditor", "/audit"),
    Picture("auditor-unusual", "auditor", "/audit/unusual"),
    Picture("auditor-seals", "auditor", "/audit/seals"),
    Picture("admin-staff", "admin", "/staff"),
    Picture("admin-data", "admin", "/lists/"),
    Picture("admin-state", "admin", "/state"),
)


def main(address: str = "http://localhost:8000", *names: str) -> None:
    """Take the pictures, or those that are named. Raises SystemExit for one that is too large."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [each for each in PICTURES if not names or each.name in names]
    with browser() as chrome:
        for who in dict.fromkeys(each.who for each in wanted):
            context = chrome.new_context(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
            visitor = Visitor(context.new_page(), address.rstrip("/"))
            visitor.sign_in(who, PASSWORD)
            for each in wanted:
                if each.who == who:
                    print(f"{each.name}: {take(visitor, each):,} bytes", flush=True)
            context.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that writes Chinese, also where the machine has no font for it."""
    from pylopdf_fonts_zh_cn import sans_path

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        prefer = "".join(PREFER.format(name=name) for name in ("system-ui", "sans-serif"))
        config = Path(folder) / "fonts.conf"
        config.write_text(FONTS.format(folder=Path(sans_path()).parent, cache=folder, prefer=prefer))
        environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
        chrome = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu"], env=environment
        )
        yield chrome
        chrome.close()


def take(visitor: Visitor, picture: Picture) -> int:
    """Go there and keep what is seen; returns the bytes. Raises SystemExit for a picture that is too large."""
    page = visitor.page
    visitor.open(picture.path)
    if picture.follow:
        page.locator(picture.follow).first.click()
        settle(page)
    if picture.unfold:
        page.locator(picture.unfold).first.click()
    if picture.to:
        page.locator(picture.to).first.evaluate("element => element.scrollIntoView({block: 'center'})")
    settle(page)
    content = small(page.screenshot())
    if len(content) > LARGEST:
        raise SystemExit(f"{picture.name} has {len(content):,} bytes; {LARGEST:,} are allowed")
    (FOLDER / f"{picture.name}.png").write_bytes(content)
    return len(content)


def settle(page: Page) -> None:
    """Wait until the panels have loaded and nothing moves."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def small(png: bytes) -> bytes:
    """The same picture with a palette: a third of the bytes, and nobody sees the difference on pages."""
    kept = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(colors=192, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
