"""A second factor in a real browser: set up from its picture, asked for at the next sign-in, required by a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Page, expect

from ops.demo.api_client import ApiClient
from tests.browser.visitors import Visitor
from tests.support.fleet import PASSWORD, Fleet

Visit = Callable[..., Visitor]


def next_code(secret: str) -> str:
    """The code of the step after the present one: a clock may be so much fast, and each code is good once."""
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30))


def set_up(page: Page) -> tuple[str, list[str]]:
    """Fill in the pages of setting up; the secret, and the recovery codes."""
    page.locator("#f-set-up-totp-password").fill(PASSWORD)
    page.get_by_role("button", name="开始设置").click()
    picture = page.locator("img.qr")
    picture.wait_for()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0"), "the strict policy lets it through"
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="启用").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="我已保存好").click()
    return secret, codes


def begin(window: Visitor, username: str) -> None:
    window.open("/sign-in")
    window.page.get_by_label("用户名").fill(username)
    window.page.get_by_label("密码").fill(PASSWORD)
    window.page.get_by_role("button", name="登录").click()


def test_a_second_factor_is_set_up_and_asked_for_at_the_next_sign_in(
    fleet: Fleet, admin: ApiClient, visitor: Visit
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    fleet.hire(admin, "zhou.min", "周敏", ["sales"], root["id"])
    window = visitor()
    window.sign_in("zhou.min")
    window.open("/own/second-factor")
    secret, codes = set_up(window.page)
    expect(window.page.get_by_text("使用中")).to_be_visible()

    again = visitor(scripts=False)
    begin(again, "zhou.min")
    again.page.get_by_role("heading", name="还差一步").wait_for()
    again.page.get_by_label("验证码").fill("000000")
    again.page.get_by_role("button", name="登录").click()
    expect(again.page.get_by_text("验证码错误，或已经用过。")).to_be_visible()
    again.page.get_by_label("验证码").fill(next_code(secret))
    again.page.get_by_role("button", name="登录").click()
    again.page.get_by_role("navigation", name="主菜单").first.wait_for()

    lost = visitor()
    begin(lost, "zhou.min")
    lost.page.get_by_label("验证码").fill(codes[0])
    lost.page.get_by_role("button", name="登录").click()
    lost.page.get_by_role("navigation", name="主菜单").first.wait_for()
    lost.open("/own/sessions")
    expect(lost.page.get_by_text("密码正确，等待两步验证").first).to_be_visible()
    lost.open("/own/second-factor")
    expect(lost.page.get_by_text("还剩 9 个恢复码。")).to_be_visible()


def test_a_role_asks_for_a_second_factor_and_the_pages_lead_there(
    fleet: Fleet, admin: ApiClient, visitor: Visit
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    body = {"code": "careful", "name_zh": "谨慎", "name_en": "Careful", "permissions": {"customer:read": "own"}}
    role = admin.post("/roles", body)
    fleet.hire(admin, "feng.jie", "冯洁", ["careful"], root["id"])
    window = visitor()
    window.sign_in("feng.jie")

    chief = visitor()
    chief.sign_in("admin")
    chief.open(f"/staff/roles/{role['id']}")
    chief.page.get_by_role("button", name="要求两步验证").click()
    expect(chief.page.get_by_text("担任此角色的人员现在必须使用两步验证。")).to_be_visible()

    window.page.wait_for_timeout(2000)  # what is promised: known everywhere within two seconds
    window.open("/customers")
    window.page.get_by_role("heading", name="设置两步验证").wait_for()
    assert urlsplit(window.page.url).path == "/own/second-factor"
    set_up(window.page)
    window.page.get_by_role("navigation", name="主菜单").first.wait_for()
    window.open("/customers")
    assert urlsplit(window.page.url).path == "/customers"
