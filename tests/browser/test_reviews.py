"""The review of accounts in a real browser: the administrator begins it, a manager answers for the own people."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from chassis.client import ServiceError
from ops.demo.api_client import ApiClient
from tests.browser.visitors import DESKTOP, PHONE, Visitor
from tests.support.fleet import Fleet

Visit = Callable[..., Visitor]
NUMBERS = itertools.count(1)
PEOPLE = {"ye": "叶舟", "ding": "丁宁", "gu": "顾青"}


@pytest.fixture
def people(fleet: Fleet, admin: ApiClient) -> Iterator[str]:
    """A department with its manager and three people, of whose user names this is the beginning; and no review is
    under way."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    several = f"review{next(NUMBERS)}"
    department = admin.post("/departments", {"name": f"复核部 {several}", "parent_id": root["id"]})
    fleet.hire(admin, f"{several}.lin", "林经理", ["department_manager"], department["id"])
    for username, name in PEOPLE.items():
        fleet.hire(admin, f"{several}.{username}", name, ["sales"], department["id"])
    with fleet.without_review():
        yield several


def is_wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_accounts_are_confirmed_and_refused_by_whoever_answers_for_them(
    fleet: Fleet, visitor: Visit, people: str
) -> None:
    chief = visitor()
    chief.page.on("dialog", lambda dialog: dialog.accept())
    chief.sign_in("admin")
    chief.open("/staff/reviews")
    chief.page.get_by_role("button", name="立即开始复核").click()
    expect(chief.page.get_by_text("复核已开始，正在发信通知相关人员。")).to_be_visible()
    expect(chief.page.get_by_role("button", name="立即开始复核")).to_have_count(0)

    manager = visitor()
    page = manager.page
    page.on("dialog", lambda dialog: dialog.accept())
    manager.sign_in(f"{people}.lin")
    page.get_by_role("link", name="3 个账号等待您确认").click()
    rows = page.locator("#rows-accounts tr")
    expect(rows).to_have_count(3)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not is_wider_than_the_window(page)
    page.get_by_label("叶舟", exact=True).check()
    page.get_by_role("button", name="确认所选账号").click()
    expect(page.get_by_text("已确认。")).to_be_visible()
    expect(rows).to_have_count(2)

    fleet.api(f"{people}.ding")
    page.get_by_label("丁宁", exact=True).check()
    page.get_by_role("button", name="否决所选账号并停用").click()
    expect(page.get_by_text("已停用。")).to_be_visible()
    with pytest.raises(ServiceError) as refused:
        fleet.api(f"{people}.ding")
    assert refused.value.status == 401

    page.get_by_role("button", name=re.compile("^确认")).last.click()
    expect(rows.filter(has_text="顾青").get_by_text("林经理")).to_be_visible()
    manager.open("/staff/reviews?all=yes")
    answered = page.locator("#rows-accounts tr").filter(has_text="丁宁")
    expect(answered.get_by_text("停用").first).to_be_visible()
    manager.picture("reviews")


def test_without_scripts_and_without_a_choice_nothing_is_answered_and_it_is_said_so(
    visitor: Visit, admin: ApiClient, people: str
) -> None:
    admin.post("/account-reviews")
    manager = visitor(scripts=False)
    manager.sign_in(f"{people}.lin")
    manager.open("/staff/reviews")
    before = manager.page.locator("#rows-accounts tr").count()
    manager.page.get_by_role("button", name="否决所选账号并停用").click()
    expect(manager.page.locator(".text-danger").first).to_be_visible()
    expect(manager.page.locator("#rows-accounts tr")).to_have_count(before)
