"""What the browser is told, and what the pages leave to it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

import gateway as gateway_package
from tests.gateway.browsers import Browser

TEMPLATES = sorted(Path(gateway_package.__file__).parent.rglob("*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:", re.IGNORECASE)


def test_only_what_comes_from_here_may_run_or_be_shown(visitor: Browser) -> None:
    policy = dict(part.split(" ", 1) for part in visitor.get("/sign-in").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    for kind in ("script-src", "style-src", "connect-src", "font-src", "form-action"):
        assert policy[kind] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/static/app.css", "/api/docs", "/healthz"])
def test_every_answer_carries_the_security_headers(visitor: Browser, path: str) -> None:
    headers = visitor.get(path, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_pages_are_not_kept_and_files_are(visitor: Browser) -> None:
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in visitor.get("/static/app.css", buffered=True).headers["Cache-Control"]


def test_a_site_on_https_says_so_to_the_browser(make_pages: Callable[..., Flask]) -> None:
    secure = make_pages(public_url="https://crm.example.com").test_client().get("/sign-in")
    assert "Strict-Transport-Security" in secure.headers


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_or_a_style_of_its_own(template: Path) -> None:
    assert not INLINE.findall(template.read_text())


def test_the_search_for_inline_scripts_finds_a_planted_one() -> None:
    for planted in ('<p style="x">', "<script>", '<a onclick="x">', '<a href="javascript:x">', "<style>"):
        assert INLINE.search(planted)
    assert not INLINE.search('<script src="/static/app.js" defer></script>')


def test_what_somebody_typed_is_text_and_nothing_else(visitor: Browser) -> None:
    page = visitor.get("/sign-in?next=/customers?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
