"""Papers on the pages: a photo is shown, anything else is fetched; who may not add one is not offered it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]


def photo() -> io.BytesIO:
    written = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(written, "JPEG")
    written.seek(0)
    return written


@pytest.fixture
def owner(scenario: Scenario) -> Someone:
    return scenario.hire("sales")


@pytest.fixture
def path(scenario: Scenario, owner: Someone) -> str:
    return f"/customers/{scenario.customer(owner)['id']}"


def brought(owner: Someone, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = owner.api.get(f"{path}/attachments")["items"]
    return items


def test_a_photo_is_added_and_shown_in_the_page(enter: Enter, owner: Someone, path: str) -> None:
    browser = enter(owner)
    answer = browser.post(f"{path}/papers", {"file": (photo(), "登记表.jpg")})
    assert (answer.status_code, answer.location) == (303, path)
    [paper] = brought(owner, path)
    panel = browser.get(f"{path}/papers", headers=HTMX).text
    assert f'src="{path}/papers/{paper["id"]}/page"' in panel
    shown = browser.get(f"{path}/papers/{paper['id']}")
    assert "登记表.jpg" in shown.text
    picture = browser.get(f"{path}/papers/{paper['id']}/page?page=1")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/webp", "private, max-age=600")
    assert "Content-Disposition" not in picture.headers


def test_a_page_that_somebody_uploads_never_runs_but_is_fetched_as_a_file(
    enter: Enter, owner: Someone, path: str
) -> None:
    browser = enter(owner)
    browser.post(f"{path}/papers", {"file": (io.BytesIO(b"<svg onload='alert(1)'/>"), "图.svg")})
    [paper] = brought(owner, path)
    fetched = browser.get(f"{path}/papers/{paper['id']}/file")
    assert fetched.mimetype == "application/octet-stream"
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert "<img" not in browser.get(f"{path}/papers/{paper['id']}").text


def test_a_newer_version_takes_the_place_and_what_is_withdrawn_is_crossed_out(
    enter: Enter, owner: Someone, path: str
) -> None:
    browser = enter(owner)
    browser.post(f"{path}/papers", {"file": (photo(), "一.jpg")})
    [first] = brought(owner, path)
    browser.post(f"{path}/papers/{first['id']}/replace", {"file": (photo(), "二.jpg")})
    second, replaced = brought(owner, path)
    assert (second["number"], replaced["status"]) == (2, "replaced")
    browser.post(f"{path}/papers/{second['id']}/withdraw", {"version": second["version"]})
    panel = browser.get(f"{path}/papers", headers=HTMX).text
    assert "<del>二.jpg</del>" in panel
    assert "一.jpg</a>" in panel


def test_who_only_reads_a_customer_is_shown_its_papers_and_offered_to_add_none(
    enter: Enter, scenario: Scenario, owner: Someone, path: str
) -> None:
    owner_browser, reader = enter(owner), enter(scenario.of("verifier"))
    owner_browser.post(f"{path}/papers", {"file": (photo(), "登记表.jpg")})
    panel = reader.get(f"{path}/papers", headers=HTMX).text
    assert "登记表.jpg" in panel
    assert "data-papers" not in panel
    assert "data-papers" in owner_browser.get(f"{path}/papers", headers=HTMX).text
    assert enter(scenario.hire("sales")).get(f"{path}/papers").status_code == 404


def test_a_program_is_refused_in_words(enter: Enter, owner: Someone, path: str) -> None:
    answer = enter(owner).post(f"{path}/papers", {"file": (io.BytesIO(b"MZ" + bytes(80)), "表.pdf")}, headers=HTMX)
    assert answer.status_code == 422
    assert "programs and scripts" in answer.text
    assert brought(owner, path) == []
