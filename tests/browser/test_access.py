"""Who one is and what one may: the own password, the own sessions, tokens for programs, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ops.demo.api_client import ApiClient
from tests.browser.visitors import Visitor
from tests.support.fleet import PASSWORD, Fleet

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("username", "scripts"), [("qian", True), ("sun.li", False)])
def test_a_given_password_leads_to_the_page_to_choose_an_own_one_and_sessions_can_be_ended(
    fleet: Fleet, admin: ApiClient, visitor: Visit, username: str, scripts: bool
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    person = {"username": username, "name": "钱丽", "department_id": root["id"], "roles": ["sales"]}
    admin.post("/staff", person)
    given = fleet.given(username)

    window = visitor(scripts=scripts)
    page = window.page
    window.open("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(given)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="请设定自己的密码").wait_for()
    window.open("/customers")
    assert urlsplit(page.url).path == "/own/password"
    page.locator("#f-password-old").fill(given)
    page.locator("#f-password-new").fill(PASSWORD)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("navigation", name="主菜单").first.wait_for()

    fleet.api(username)
    window.open("/own/sessions")
    expect(page.get_by_text("当前", exact=True)).to_have_count(1)
    ends = page.get_by_role("button", name="结束", exact=True)
    before = ends.count()
    ends.first.click()
    expect(page.get_by_text("已结束。")).to_be_visible()
    expect(ends).to_have_count(before - 1)


def test_the_administrator_makes_a_token_sees_it_once_and_revokes_it(
    fleet: Fleet, admin: ApiClient, visitor: Visit
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    admin.post("/staff", {"username": "yonyou", "name": "用友", "department_id": root["id"], "roles": ["erp"]})
    window = visitor()
    page = window.page
    window.sign_in("admin")
    window.open("/staff/tokens")
    page.get_by_role("link", name="用友").click()
    page.get_by_label("程序名称").fill("用友 U8")
    page.get_by_label("录入业务").select_option("all")
    page.get_by_role("button", name="发放令牌").click()
    token = page.locator(".password-once").inner_text()
    assert token.startswith("gx_")
    assert ApiClient(fleet.client, token).get("/me")["username"] == "yonyou"

    window.open("/staff/tokens")
    assert token not in page.content()
    row = page.get_by_role("row").filter(has_text="用友 U8")
    page.on("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="撤销").click()
    expect(row.get_by_text("已撤销")).to_be_visible()
