"""The bell and the notices in a real browser: by mouse and by keyboard, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from ops.demo.api_client import ApiClient, eventually
from tests.browser.visitors import PHONE, Visitor
from tests.support.fleet import Fleet


@pytest.fixture(scope="module")
def report(running: Fleet, admin: ApiClient) -> dict[str, Any]:
    """A report that was returned to its author, who has been told."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    author = running.hire(admin, "bell.author", "王芳", ["service"], root["id"])
    reviewer = running.hire(admin, "bell.reviewer", "赵敏", ["customer_manager"], root["id"])
    day = date(2018, 3, 1).isoformat()
    made = author.post("/reports", {"period_from": day, "period_to": day})
    made = author.post(f"/reports/{made['id']}/submit", version=made["version"])
    reviewer.post(f"/reports/{made['id']}/return", {"comment": "请补充"}, version=made["version"])
    eventually(lambda: author.get("/notices/unread")["count"], what="the notice", every=0.05)
    return dict(made)


def test_the_bell_is_reached_by_key_and_leads_to_the_record(
    visitor: Callable[..., Visitor], report: dict[str, Any]
) -> None:
    author = visitor()
    author.sign_in("bell.author")
    bell = author.page.get_by_role("link", name="消息 1 条未读")
    expect(bell).to_be_visible()
    bell.focus()
    author.page.keyboard.press("Enter")
    author.page.get_by_role("heading", name="消息", level=1).wait_for()
    author.picture("notices")
    opening = author.page.get_by_role("button", name="报告被退回")
    opening.focus()
    author.page.keyboard.press("Enter")
    author.page.wait_for_url(f"**/reports/{report['id']}")
    expect(author.page.get_by_role("link", name="消息", exact=True)).to_be_visible()


def test_nothing_of_the_notices_is_wider_than_a_phone(
    visitor: Callable[..., Visitor], running: Fleet, admin: ApiClient, report: dict[str, Any]
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    running.hire(admin, "bell.manager", "林静", ["department_manager"], root["id"])
    manager = visitor()
    manager.sign_in("bell.manager")
    manager.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in ("/notices", "/notices/settings", "/notices/channels"):
        manager.open(path)
        expect(manager.page.get_by_role("link", name="消息").first).to_be_visible()
        assert manager.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
