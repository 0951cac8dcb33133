"""A whole list is whole, or the page says that it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario

SAID = "This list is too long to be shown whole: these are the first 2."


@pytest.fixture
def departments(scenario: Scenario) -> list[dict[str, Any]]:
    """All departments, three at least."""
    for _ in range(2):
        scenario.department()
    return list(scenario.admin.get("/departments", limit=200)["items"])


@pytest.fixture
def browser(enter: Callable[..., Browser], scenario: Scenario) -> Browser:
    return enter(scenario.administrator)


def shown(departments: list[dict[str, Any]], page: str) -> int:
    return sum(f"/staff/departments/{each['id']}" in page for each in departments)


def test_a_list_of_several_pages_is_shown_whole(
    browser: Browser, departments: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.lists.PAGE", 1)
    page = browser.get("/staff/departments").text
    assert shown(departments, page) == len(departments)
    assert "too long to be shown whole" not in page


def test_a_list_that_is_too_long_says_so(
    browser: Browser, departments: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.lists.PAGE", 1)
    monkeypatch.setattr("gateway.lists.MOST", 2)
    page = browser.get("/staff/departments").text
    assert (shown(departments, page), SAID in page) == (2, True)
    assert SAID not in browser.get("/own").text
