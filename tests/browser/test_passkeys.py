"""Passkeys in a real browser, with an authenticator that the browser plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, expect

from ops.demo.api_client import ApiClient
from tests.browser.visitors import Visitor
from tests.support.fleet import PASSWORD, Fleet

Visit = Callable[..., Visitor]


def keyed(window: Visitor, fleet: Fleet, *, verified: bool = True) -> tuple[CDPSession, str]:
    """Put an authenticator into the browser, which then comes to the address that has passkeys."""
    window.address = fleet.site.public_url
    browser = window.page.context.new_cdp_session(window.page)
    browser.send("WebAuthn.enable")
    kind: dict[str, Any] = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    person = {"hasUserVerification": True, "isUserVerified": verified, "automaticPresenceSimulation": True}
    made = browser.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **person}})
    return browser, made["authenticatorId"]


def begin(window: Visitor, username: str) -> None:
    window.open("/sign-in")
    window.page.get_by_label("用户名").fill(username)
    window.page.get_by_label("密码").fill(PASSWORD)
    window.page.get_by_role("button", name="登录", exact=True).click()


def make(page: Page, name: str) -> None:
    """Fill in the pages of making a passkey, up to what the browser says of it."""
    page.locator("#f-add-passkey-password").fill(PASSWORD)
    page.locator("#f-add-passkey-password").press("Enter")
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="开始创建").click()


def inside(window: Visitor) -> None:
    window.page.get_by_role("navigation", name="主菜单").first.wait_for()


def leave(window: Visitor) -> None:
    window.page.context.clear_cookies()


def test_a_passkey_is_made_asked_for_enough_alone_and_removed(fleet: Fleet, admin: ApiClient, visitor: Visit) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    fleet.hire(admin, "key.tang", "唐钥", ["sales"], root["id"])
    window = visitor()
    page = window.page
    browser, device = keyed(window, fleet)
    begin(window, "key.tang")
    inside(window)
    window.open("/own/second-factor")
    make(page, "办公电脑")
    page.get_by_role("heading", name="恢复码").wait_for()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="我已保存好").click()
    expect(page.get_by_text("办公电脑")).to_be_visible()
    expect(page.get_by_text("尚未使用")).to_be_visible()
    window.picture("passkeys")

    make(page, "再来一个")
    expect(page.get_by_text("这里已有您的通行密钥。")).to_be_visible()

    leave(window)
    begin(window, "key.tang")
    inside(window)  # the passkey is the only way but the codes, so it is asked for at once
    window.open("/own/second-factor")
    expect(page.get_by_text("上次使用")).to_be_visible()
    expect(page.get_by_text("还剩 10 个恢复码。")).to_be_visible()

    leave(window)
    window.open("/sign-in?next=/own/second-factor")
    page.get_by_role("button", name="用通行密钥登录").click()
    inside(window)
    assert urlsplit(page.url).path == "/own/second-factor"

    leave(window)
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    window.open("/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_text("没有通行密钥应答")).to_be_visible()
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="用通行密钥登录").click()
    inside(window)

    window.open("/own/second-factor")
    page.locator("summary", has_text="改名").click()
    page.get_by_label("名称").fill("家里电脑")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("家里电脑").first).to_be_visible()
    page.locator("summary", has_text="移除").click()
    page.locator("[id^=f-end-]").fill(PASSWORD)
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("通行密钥已移除。")).to_be_visible()

    leave(window)
    window.open("/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_text("此通行密钥未被接受")).to_be_visible()
    begin(window, "key.tang")
    inside(window)


def test_without_javascript_or_at_another_address_the_other_ways_are_offered(
    fleet: Fleet, admin: ApiClient, visitor: Visit
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    fleet.hire(admin, "key.shi", "石钥", ["sales"], root["id"])
    window = visitor()
    keyed(window, fleet)
    begin(window, "key.shi")
    inside(window)
    window.open("/own/second-factor")
    make(window.page, "手机")
    code = window.page.locator(".recovery-codes code").first.inner_text()

    plain = visitor(scripts=False)
    begin(plain, "key.shi")
    expect(plain.page.get_by_text("使用通行密钥需要 JavaScript")).to_be_visible()
    plain.page.get_by_label("恢复码").fill(code)
    plain.page.get_by_role("button", name="用此码登录").click()
    inside(plain)

    elsewhere = visitor()
    assert elsewhere.address != fleet.site.public_url
    elsewhere.open("/sign-in")
    expect(elsewhere.page.get_by_text("通行密钥仅在此地址可用")).to_be_visible()
    expect(elsewhere.page.get_by_role("link", name=fleet.site.public_url)).to_be_visible()
    expect(elsewhere.page.get_by_role("button", name="用通行密钥登录")).to_be_hidden()


def test_a_role_asks_for_a_passkey_and_a_passkey_alone_opens_the_pages(
    fleet: Fleet, admin: ApiClient, visitor: Visit
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    body = {"code": "keyed", "name_zh": "持钥", "name_en": "Keyed", "permissions": {"customer:read": "own"}}
    role = admin.post("/roles", body)
    fleet.hire(admin, "key.fan", "范钥", ["keyed"], root["id"])
    chief = visitor()
    chief.sign_in("admin")
    chief.open(f"/staff/roles/{role['id']}")
    chief.page.get_by_role("button", name="要求通行密钥").click()
    expect(chief.page.get_by_text("担任此角色的人员现在必须使用通行密钥。")).to_be_visible()
    chief.picture("role")

    window = visitor()
    keyed(window, fleet)
    begin(window, "key.fan")
    window.page.get_by_role("heading", name="设置通行密钥").wait_for()
    assert window.page.locator("#f-set-up-totp-password").count() == 0, "an authenticator will not do"
    make(window.page, "安全密钥")
    window.page.get_by_role("link", name="我已保存好").click()
    inside(window)
    window.open("/customers")
    assert urlsplit(window.page.url).path == "/customers"
