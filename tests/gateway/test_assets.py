"""Static files: few bytes on their way, and every icon that a page names is in the font."""

from __future__ import annotations

import gzip
from pathlib import Path

import gateway
from ops.icons import GATEWAY, ICONS, TABLER, icons_of, words_of
from tests.gateway.browsers import Browser

STATIC = Path(gateway.__file__).parent / "static"
TABLER_CSS = "/static/vendor/@tabler/core/css/tabler.min.css"


def test_a_style_is_sent_compressed_to_who_can_read_it_so(visitor: Browser) -> None:
    answer = visitor.get("/static/app.css", headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data) == (STATIC / "app.css").read_bytes()
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    again = visitor.get("/static/app.css", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert again.status_code == 304


def test_who_cannot_read_it_compressed_gets_it_as_it_is(visitor: Browser) -> None:
    answer = visitor.get("/static/app.css", headers={"Accept-Encoding": "identity"}, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.data == (STATIC / "app.css").read_bytes()


def test_a_page_is_never_compressed_for_it_holds_secrets_beside_what_somebody_typed(visitor: Browser) -> None:
    answer = visitor.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_what_the_first_page_needs_is_no_more_than_150_kilobytes(visitor: Browser) -> None:
    page = visitor.get("/sign-in").text
    parts = [each.split('"')[0] for each in page.split('"/static/')[1:]]
    assert any("tabler.min.css" in part for part in parts)
    parts.append("vendor/icons/icons.woff")
    asked = {part: visitor.get(f"/static/{part}", headers={"Accept-Encoding": "gzip"}, buffered=True) for part in parts}
    assert {answer.status_code for answer in asked.values()} == {200}
    sizes = {part: len(answer.data) for part, answer in asked.items()}
    assert sum(sizes.values()) + len(page) < 150_000, sizes


def test_the_font_has_every_icon_that_a_page_names() -> None:
    known = icons_of((TABLER / "tabler-icons.min.css").read_text(encoding="utf-8"))
    made = icons_of((ICONS / "icons.css").read_text(encoding="utf-8"))
    assert {"home", "bell", "arrow-up", "arrow-down", "mood-empty"} <= made.keys()
    assert made == {name: known[name] for name in known.keys() & words_of(GATEWAY)}
    assert (ICONS / "icons.woff").stat().st_size < 40_000
