"""A password that is lost, in a real browser: with JavaScript and without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ops.demo.api_client import ApiClient
from tests.browser.visitors import Visitor
from tests.support.fleet import Fleet
from tests.support.password_links import link_to

Visit = Callable[..., Visitor]
NEW = "Set-by-a-link-2026"


@pytest.mark.parametrize(("username", "scripts"), [("link.yes", True), ("link.no", False)])
def test_somebody_new_sets_a_password_by_the_link_that_came_by_email(
    fleet: Fleet, admin: ApiClient, visitor: Visit, username: str, scripts: bool
) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    address = f"{username}@example.com"
    person = {"username": username, "name": "钱丽", "department_id": root["id"], "roles": ["sales"], "email": address}
    admin.post("/staff", person)
    window = visitor(scripts=scripts)
    page = window.page
    window.open("/sign-in")
    page.get_by_role("link", name="忘记密码？").click()
    page.get_by_role("heading", name="忘记密码？").wait_for()
    window.picture("password-forgotten")
    window.open(link_to(fleet, address))
    page.get_by_role("heading", name="设定密码").wait_for()
    assert "token" not in page.url
    window.picture("password-link")
    page.get_by_label("新密码").fill(NEW)
    page.get_by_role("button", name="设定密码").click()
    page.get_by_text("密码已设定，请用新密码登录。").wait_for()
    window.sign_in(username, NEW)


@pytest.mark.parametrize("scripts", [True, False])
def test_two_give_a_one_time_password(fleet: Fleet, admin: ApiClient, visitor: Visit, scripts: bool) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    name = "two.yes" if scripts else "two.no"
    unit = admin.post("/departments", {"name": name, "parent_id": root["id"]})["id"]
    fleet.hire(admin, f"{name}.chief", "陈伟", ["department_manager"], unit)
    fleet.hire(admin, f"{name}.admin", "副管理员", ["administrator"], root["id"])
    person = {"username": name, "name": "无邮箱", "department_id": unit, "roles": ["sales"]}
    request = admin.post("/staff", person)["begun"]["request"]
    window = visitor(scripts=scripts)
    page = window.page
    page.on("dialog", lambda dialog: dialog.accept())
    window.sign_in(f"{name}.chief")
    window.open("/staff/requests")
    window.picture("needs-two")
    page.get_by_role("link", name="无邮箱").click()
    page.get_by_role("button", name="确认").wait_for()
    window.picture("needs-two-request")
    page.get_by_role("button", name="确认").first.click()
    page.get_by_role("button", name="显示一次性密码").click()
    given = page.locator(".password-once").inner_text()
    assert fleet.client.ask("POST", "/api/v1/auth/tokens", body={"username": name, "password": given})
    assert admin.get(f"/account-requests/{request['id']}")["status"] == "done"
