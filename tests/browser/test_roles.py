"""A working day before the pages, role by role: the desk, its lead, the verifier by keyboard, the manager."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ops.demo.accounts import PASSWORD as DEMO_PASSWORD
from ops.demo.api_client import ApiClient, eventually
from tests.browser.visitors import PHONE, Visitor, with_demo
from tests.support.fleet import Fleet

NewVisitor = Callable[..., Visitor]
Staff = dict[str, ApiClient]
ROLES = {
    "role.desk": ("何小铃", "service"),
    "role.desk2": ("方小亮", "service"),
    "role.lead": ("石小坚", "service_lead"),
    "role.check": ("许小核", "verifier"),
    "role.sales": ("梁小远", "sales"),
    "role.boss": ("高小朗", "customer_manager"),
}
MOBILE = "13764520733"


@pytest.fixture(scope="module")
def staff(running: Fleet, request: pytest.FixtureRequest) -> Staff:
    """Somebody of every role of the stories."""
    admin = running.api("admin", DEMO_PASSWORD) if with_demo() else request.getfixturevalue("admin")
    root = next(unit["id"] for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    return {user: running.hire(admin, user, name, [role], root) for user, (name, role) in ROLES.items()}


@pytest.fixture(scope="module")
def customer(staff: Staff) -> dict[str, Any]:
    """Somebody who calls: a company of the seller, known to everybody at the desk."""
    entry = {"kind": "company", "name": "远铃灯具有限公司", "external_code": "ROLE-1", "mobile": MOBILE, "submit": True}
    made = staff["role.sales"].post("/customers", entry)
    checked = staff["role.check"].post(f"/customers/{made['id']}/approve", version=made["version"])

    def known() -> Any:
        return staff["role.desk"].get("/customers", q="ROLE-1")["items"]

    eventually(known, what="the customer at the desk", every=0.05)
    return dict(checked)


def keyboard_goes_on(page: Page) -> None:
    """The keyboard is on something of the page once what was exchanged has settled, a moment after it is seen."""
    settled(page)
    page.wait_for_function("document.activeElement !== document.body")


def settled(page: Page) -> None:
    """Until nothing of the page is under way."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_the_desk_finds_a_caller_by_the_last_digits_and_answers_from_a_template(
    visitor: NewVisitor, customer: dict[str, Any]
) -> None:
    desk = visitor()
    desk.sign_in("role.desk")
    page = desk.page
    page.keyboard.press("/")
    page.keyboard.type(MOBILE[-4:])
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("远铃灯具有限公司")
    if among_others := page.get_by_role("link", name="远铃灯具有限公司").all():  # one alone is opened at once
        among_others[0].click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("远铃灯具有限公司")
    expect(page.locator("main")).to_contain_text("137****0733")
    expect(page.locator("main")).not_to_contain_text(MOBILE)

    page.get_by_role("link", name="登记反馈投诉").first.click()
    expect(page.locator("main")).to_contain_text("远铃灯具有限公司")
    page.get_by_label("类别").select_option("complaint")
    page.get_by_label("客户所述").fill("吊灯送来时灯罩碎了，请尽快补发。")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("吊灯送来时灯罩碎了")
    expect(page.locator("#customer")).to_contain_text("137****0733")

    page.get_by_role("button", name="受理", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".record-line")).to_contain_text("处理中")
    keyboard_goes_on(page)  # the keyboard goes on from where it was
    expect(page.locator("#customer")).to_contain_text(MOBILE)
    desk.picture("desk-case")

    page.get_by_role("link", name="答复客户").click()
    answer = page.locator("#answer")
    expect(answer.locator("> section:not(.htmx-added)")).to_be_visible()
    answer.get_by_label("模板").select_option(index=1)
    expect(answer.get_by_label("内容")).not_to_have_value("")
    answer.get_by_label("告知方式").select_option("phone")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("status").first).to_contain_text("客户已得知（电话）")

    page.locator("summary", has_text="解决").click()
    page.get_by_label("结果", exact=True).select_option("compensated")
    page.get_by_label("处理经过与结果").fill("已补发灯罩。")
    page.get_by_role("button", name="解决", exact=True).click()
    expect(page.locator(".record-line")).to_contain_text("已解决")
    page.get_by_role("button", name="关闭", exact=True).click()
    expect(page.locator(".record-line")).to_contain_text("已关闭")

    def masked_again() -> bool:
        page.reload()
        settled(page)
        return MOBILE not in page.locator("#customer").inner_text()

    eventually(masked_again, what="the numbers to be hidden again")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_lead_gives_a_case_to_a_colleague_who_is_told_and_has_it_among_the_own(
    visitor: NewVisitor, staff: Staff, customer: dict[str, Any]
) -> None:
    case = staff["role.desk"].post(
        "/cases", {"customer_id": customer["id"], "kind": "feedback", "channel": "visit", "content": "展厅灯光很好"}
    )
    lead = visitor()
    lead.sign_in("role.lead")
    lead.open(f"/cases/{case['id']}")
    page = lead.page
    page.locator("summary", has_text="指派").click()
    form = page.locator("#act-assign")
    name = form.locator("option", has_text="方小亮")
    form.get_by_role("combobox").first.select_option(value=name.get_attribute("value"))
    form.get_by_role("button").click()
    expect(page.locator(".record-side")).to_contain_text("方小亮")
    keyboard_goes_on(page)

    colleague = visitor()
    colleague.sign_in("role.desk2")
    expect(colleague.page.locator("#my_cases")).to_contain_text("展厅灯光很好")

    def told() -> bool:
        colleague.open("/notices")
        return case["code"] in colleague.page.locator("main").inner_text()

    eventually(told, what="the notice of the case")
    expect(colleague.page.locator("main")).to_contain_text("有工单分配给您")


def test_the_verifier_checks_an_entry_with_the_keyboard_alone(visitor: NewVisitor, staff: Staff) -> None:
    entry = {"kind": "person", "name": "甄键盘", "mobile": "13764520744", "region": "北京市", "submit": True}
    made = staff["role.sales"].post("/customers", entry)
    check = visitor()
    check.sign_in("role.check")
    check.open("/checks")
    page = check.page
    page.get_by_role("link", name="甄键盘").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("甄键盘")
    settled(page)
    rows = page.locator("[data-check-row]")
    for _ in range(rows.count()):
        page.keyboard.press("a")
    expect(page.locator(".check-agrees").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.type("表上是上海市")
    page.keyboard.press("Enter")
    check.picture("check-keyboard")
    page.keyboard.press("r")
    expect(page.get_by_role("status").first).to_contain_text("退回")
    [back] = [
        each for each in staff["role.sales"].get("/entries", status="returned")["items"] if each["id"] == made["id"]
    ]
    again = staff["role.sales"].post(f"/customers/{made['id']}/submit", version=back["version"])
    check.open("/checks")
    page.get_by_role("link", name="甄键盘").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("甄键盘")
    settled(page)
    page.keyboard.press("p")
    expect(page.get_by_role("status").first).to_contain_text("核对通过")
    assert staff["role.sales"].get(f"/customers/{again['id']}")["status"] == "active"


def test_the_manager_finds_the_report_on_the_first_page_and_sends_it_back_with_a_word(
    visitor: NewVisitor, staff: Staff
) -> None:
    day = date(2017, 3, 6)
    period = {"period_from": day.isoformat(), "period_to": (day + timedelta(days=6)).isoformat()}
    made = staff["role.desk"].post("/reports", period)
    staff["role.desk"].post(f"/reports/{made['id']}/submit", version=made["version"])
    boss = visitor()
    boss.sign_in("role.boss")
    page = boss.page
    page.locator("#reports").get_by_role("link", name=made["code"]).click()
    expect(page.get_by_label("概要")).to_contain_text("收到总数")
    page.locator("summary", has_text="退回").click()
    page.locator("#act-return").get_by_role("textbox").fill("请写明碎裂的原因")
    page.locator("#act-return").get_by_role("button").click()
    expect(page.locator(".record-line")).to_contain_text("已退回")
    keyboard_goes_on(page)

    author = visitor()
    author.sign_in("role.desk")
    author.page.locator("#my_reports").get_by_role("link", name=made["code"]).click()
    expect(author.page.locator("main")).to_contain_text("请写明碎裂的原因")
    author.page.get_by_role("button", name="提交审阅").click()
    expect(author.page.locator(".record-line")).to_contain_text("待审阅")
    boss.open(f"/reports/{made['id']}")
    page.get_by_role("button", name="通过并发送").click()
    expect(page.locator(".record-line")).to_contain_text("已通过")
    boss.picture("report-approved")
