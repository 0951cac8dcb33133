"""What the pages do beyond plain HTML, each seen in a real browser: on a phone, by keyboard, in another language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ops.demo.accounts import PASSWORD as DEMO_PASSWORD
from ops.demo.api_client import ApiClient
from tests.browser.visitors import DESKTOP, PHONE, Visitor, with_demo
from tests.support.fleet import Fleet

NewVisitor = Callable[..., Visitor]
Staff = dict[str, ApiClient]
ROLES = {"easy.lead": "service_lead", "easy.sales": "sales", "easy.check": "verifier", "easy.audit": "auditor"}


@pytest.fixture(scope="module")
def staff(running: Fleet, request: pytest.FixtureRequest) -> Staff:
    """Somebody at the desk, a seller, who checks, and an auditor."""
    admin = running.api("admin", DEMO_PASSWORD) if with_demo() else request.getfixturevalue("admin")
    root = next(unit["id"] for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    return {user: running.hire(admin, user, f"员工{user[5:]}", [role], root) for user, role in ROLES.items()}


@pytest.fixture(scope="module")
def customer(staff: Staff) -> dict[str, Any]:
    """An active customer of the seller."""
    entry = {
        "kind": "company",
        "name": "易见玻璃有限公司",
        "external_code": "EASY-1",
        "region": "北京市",
        "submit": True,
    }
    made = staff["easy.sales"].post("/customers", entry)
    return dict(staff["easy.check"].post(f"/customers/{made['id']}/approve", version=made["version"]))


def before(cell: Any) -> str:
    """What the style puts before the contents of an element."""
    return str(cell.evaluate("element => getComputedStyle(element, '::before').content"))


def test_on_a_phone_filters_are_folded_and_what_stands_in_a_list_says_what_it_is(
    visitor: NewVisitor, customer: dict[str, Any]
) -> None:
    lead = visitor()
    lead.sign_in("easy.lead")
    page = lead.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    lead.open("/customers?q=EASY-1")
    tier = page.get_by_label("全部等级")
    expect(page.locator("#list-q")).to_be_visible()
    expect(tier).to_be_hidden()
    page.get_by_role("button", name="筛选").click()
    expect(tier).to_be_visible()
    region = page.locator("td[data-title='地区']").first
    assert "地区" in before(region)
    industry = page.locator("td[data-title='行业']").first
    expect(industry).to_be_hidden()  # there is none, and so no word for it
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert before(region) == "none"
    expect(page.get_by_role("button", name="筛选")).to_be_hidden()


def test_a_case_of_a_customer_that_one_comes_from_names_the_customer(
    visitor: NewVisitor, customer: dict[str, Any]
) -> None:
    lead = visitor()
    lead.sign_in("easy.lead")
    lead.open(f"/cases/new?customer_code={customer['code']}")
    expect(lead.page.locator(".ts-control")).to_contain_text("易见玻璃有限公司")
    assert lead.page.locator("#f-case-customer_code").input_value() == customer["code"]


def test_what_is_missing_is_said_in_the_language_of_the_page(visitor: NewVisitor, staff: Staff) -> None:
    somebody = visitor()
    somebody.open("/sign-in")
    somebody.page.get_by_role("button", name="登录").click()
    name = somebody.page.get_by_label("用户名")
    assert name.evaluate("field => field.validationMessage") == "请填写此项。"
    name.fill("easy.lead")
    assert name.evaluate("field => field.validity.valid")


def test_days_are_typed_as_they_are_written_where_the_browser_writes_them_otherwise(
    visitor: NewVisitor, staff: Staff
) -> None:
    lead = visitor()
    lead.sign_in("easy.lead")
    lead.open("/reports")
    first = lead.page.get_by_label("起", exact=False).first
    expect(first).to_have_attribute("type", "date")
    lead.page.locator(".person-menu summary").click()
    lead.page.get_by_role("button", name="English").click()
    lead.open("/reports")
    first = lead.page.get_by_label("From", exact=False).first
    expect(first).to_have_attribute("type", "text")
    expect(first).to_have_attribute("placeholder", "YYYY-MM-DD")


def test_the_keyboard_leaves_an_open_menu_for_what_opened_it(visitor: NewVisitor, staff: Staff) -> None:
    lead = visitor()
    lead.sign_in("easy.lead")
    page: Page = lead.page
    page.locator(".person-menu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".person-menu .menu-sheet a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".person-menu summary")).to_be_focused()


def test_without_scripts_nothing_shimmers_for_what_will_not_come(visitor: NewVisitor, staff: Staff) -> None:
    lead = visitor(scripts=False)
    lead.sign_in("easy.lead")
    waiting = lead.page.locator(".panel-wait")
    assert waiting.count() > 2
    assert all(not each.is_visible() for each in waiting.all())


def test_the_auditor_sees_on_the_first_page_who_read_much_and_whether_the_records_hold(
    visitor: NewVisitor, staff: Staff
) -> None:
    auditor = visitor()
    auditor.sign_in("easy.audit")
    page = auditor.page
    expect(page.locator("#unusual")).to_contain_text("查看全部")
    expect(page.locator("#seal-customer .figures")).to_be_visible()
    page.locator("#unusual").get_by_role("link", name="查看全部").click()
    page.wait_for_url("**/audit/unusual")
