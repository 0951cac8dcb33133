"""The main job as people do it: in a browser, in Chinese, from an entry to the mailed report."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ops.demo.accounts import PASSWORD as DEMO_PASSWORD
from ops.demo.api_client import eventually
from tests.browser.visitors import Visitor, file_of, with_demo
from tests.support.fleet import PASSWORD, Fleet

People = dict[str, str]
NewVisitor = Callable[..., Visitor]
ROLES = {
    "fang": ("王小芳", ["service"]),
    "qiang": ("李小强", ["verifier"]),
    "xue": ("郑小雪", ["service_lead"]),
    "jing": ("林小静", ["customer_manager"]),
    "zhou": ("周小总", ["leadership"]),
}
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def people(running: Fleet, request: pytest.FixtureRequest) -> None:
    """Somebody of every role that the story needs."""
    # with the demo company the administrator has the password of the demo
    admin = running.api("admin", DEMO_PASSWORD) if with_demo() else request.getfixturevalue("admin")
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    for username, (name, roles) in ROLES.items():
        running.hire(admin, username, name, roles, root["id"])


@pytest.fixture(scope="module")
def entry(people: None) -> dict[str, str]:
    """Where the story's customer is found, once it has been entered."""
    return {}


def path_of(visitor: Visitor) -> str:
    return urlsplit(visitor.page.url).path


def test_the_sign_in_page_is_chinese_and_says_what_is_wrong(visitor: NewVisitor, people: None) -> None:
    somebody = visitor()
    somebody.open("/customers")
    somebody.picture("sign-in")
    somebody.page.get_by_label("用户名").fill("fang")
    somebody.page.get_by_label("密码").fill("wrong")
    somebody.page.get_by_role("button", name="登录").click()
    expect(somebody.page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    expect(somebody.page.get_by_label("用户名")).to_have_value("fang")


def test_customer_service_enters_a_customer_and_is_told_what_is_wrong_beside_the_field(
    visitor: NewVisitor, entry: dict[str, str]
) -> None:
    fang = visitor()
    fang.sign_in("fang")
    fang.open("/customers/new?kind=company")
    page = fang.page
    page.get_by_label("企业名称").fill("海天天线有限公司")
    page.get_by_label("自有编号").fill("E-0016")
    page.get_by_label("手机").fill("12")
    page.get_by_label("地区").fill("北京市")
    page.get_by_role("button", name="提交核对").click()
    expect(page.locator("#f-customer-mobile-error")).to_contain_text("这不是电话号码")
    expect(page.get_by_label("企业名称")).to_have_value("海天天线有限公司")
    page.get_by_label("手机").fill("13800138000")
    page.get_by_role("button", name="提交核对").click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}$"))
    expect(page.locator(".record-line")).to_contain_text("待核对")
    expect(page.get_by_role("status").first).to_contain_text("已录入并提交核对")
    expect(page.get_by_role("button", name="与表单一致，通过")).to_have_count(0)
    entry["path"] = path_of(fang)


def test_somebody_else_compares_the_entry_with_the_form_and_approves_it(
    visitor: NewVisitor, entry: dict[str, str]
) -> None:
    qiang = visitor()
    qiang.sign_in("qiang")
    expect(qiang.page.locator("#checks")).to_contain_text("新录入")
    qiang.open("/checks")
    qiang.picture("checks")
    qiang.page.get_by_role("link", name="海天天线有限公司").first.click()
    qiang.picture("check")
    qiang.page.get_by_role("button", name="与表单一致：通过").click()
    expect(qiang.page.get_by_role("status").first).to_contain_text("核对通过")
    qiang.open(entry["path"])
    expect(qiang.page.locator(".record-line")).to_contain_text("有效")


def test_a_file_of_transactions_makes_the_customer_vip_within_seconds_and_the_page_says_why(
    visitor: NewVisitor, entry: dict[str, str], tmp_path: Path
) -> None:
    rows = "\n".join(f"B{n},E-0016,{TODAY - timedelta(days=n)},10,5000.00" for n in range(1, 9))
    file = file_of(tmp_path, "业务.csv", f"交易编号,客户编号,日期,数量,金额\n{rows}\nB9,E-0016,2026-02-31,1,abc\n")
    fang = visitor()
    fang.sign_in("fang")
    fang.open("/imports")
    page = fang.page
    page.get_by_label("文件内容").select_option("transactions")
    page.get_by_label("文件", exact=False).last.set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name=re.compile("导入 9 行")).wait_for()
    expect(page.locator("table").last).to_contain_text("不是有效日期")
    fang.picture("import")
    page.get_by_role("button", name=re.compile("导入 9 行")).click()
    expect(page.locator(".record-line")).to_contain_text("待核对")

    qiang = visitor()
    qiang.sign_in("qiang")
    qiang.open(path_of(fang))
    expect(qiang.page.locator("#sample")).to_contain_text("5000.00")
    qiang.picture("import-check")
    qiang.page.get_by_role("button", name="整批核对通过").click()
    expect(qiang.page.locator(".record-line")).to_contain_text("完成")
    fang.open(path_of(fang))
    expect(page.locator(".figures").first).to_contain_text("8")
    page.get_by_role("link", name="下载被拒的行").wait_for()

    def is_vip() -> bool:
        fang.open(entry["path"])
        return "VIP" in page.locator(".record-line").inner_text()

    eventually(is_vip, what="the tier on the customer's page")
    why = page.locator("#tier")
    expect(why).to_contain_text("¥40,000.00")
    expect(why).to_contain_text("80")
    expect(page.locator("#transactions")).to_contain_text("¥5,000.00")
    fang.picture("customer")


def test_the_complaint_of_a_vip_goes_to_the_service_lead_who_resolves_and_closes_it(
    visitor: NewVisitor, entry: dict[str, str]
) -> None:
    fang = visitor()
    fang.sign_in("fang")
    fang.open("/cases/new")
    page = fang.page
    chooser = page.locator(".ts-control input")
    chooser.fill("海天天")
    found = page.locator(".ts-dropdown .option", has_text="海天天线有限公司")
    expect(found.first).to_be_visible()
    behind = "element => getComputedStyle(element).backgroundColor"
    assert page.locator(".ts-dropdown").evaluate(behind) not in {"rgba(0, 0, 0, 0)", "transparent"}
    chooser.fill("查无此人")
    chooser.press("Enter")
    expect(page.locator(".ts-dropdown")).to_contain_text("没有找到")
    chooser.press("Enter")
    assert page.locator("#f-case-customer_code").input_value() == ""
    chooser.fill("海天天")
    found.first.click()
    page.get_by_label("客户所述").fill("送来的天线型号不对，请尽快更换。")

    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}$"))
    expect(page.get_by_text("此单由客服领导受理")).to_be_visible()
    case = path_of(fang)

    xue = visitor()
    xue.sign_in("xue")
    xue.open(case)
    page = xue.page
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator(".record-line")).to_contain_text("处理中")
    page.locator("summary", has_text="内部备注").click()
    page.get_by_label("内容").fill("约定明天上门更换。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".activity")).to_contain_text("约定明天上门更换")
    page.get_by_role("link", name="答复客户").click()
    expect(page.locator("#answer > section:not(.htmx-added)")).to_be_visible()  # it is there, and listens
    page.locator("#answer").get_by_label("模板").select_option(label="致歉 · Apology")
    expect(page.locator("#answer").get_by_label("内容")).to_have_value(re.compile("我们深表歉意"))
    page.locator("#answer").get_by_label("告知方式").select_option("phone")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("#conversation")).to_contain_text("我们深表歉意")
    expect(page.get_by_role("status").first).to_contain_text("已登记：客户已得知（电话）")
    xue.picture("case")
    page.locator("summary", has_text="解决").click()
    page.get_by_label("结果", exact=True).select_option("compensated")
    page.get_by_label("处理经过与结果").fill("已换货，客户满意。")
    page.get_by_role("button", name="解决", exact=True).click()
    expect(page.locator(".record-line")).to_contain_text("已解决")
    page.get_by_role("button", name="关闭", exact=True).click()
    expect(page.locator(".record-line")).to_contain_text("已关闭")


def test_two_people_who_change_one_record_are_told_and_lose_nothing(visitor: NewVisitor, entry: dict[str, str]) -> None:
    first, second = visitor(), visitor()
    for each in (first, second):
        each.sign_in("fang")
        each.open(f"{entry['path']}/edit")
    first.page.get_by_label("行业").fill("通信设备")
    first.page.get_by_role("button", name="保存").click()
    expect(first.page.locator(".record-side")).to_contain_text("通信设备")
    second.page.get_by_label("行业").fill("天线制造")
    second.page.get_by_role("button", name="保存").click()
    expect(second.page.get_by_role("alert")).to_contain_text("在此期间他人已作修改")
    expect(second.page.get_by_text("现值：通信设备")).to_be_visible()
    expect(second.page.get_by_label("行业")).to_have_value("天线制造")
    second.page.get_by_role("button", name="保存").click()
    expect(second.page.locator(".record-side")).to_contain_text("天线制造")


def test_a_policy_is_tried_out_before_it_is_put_in_force(visitor: NewVisitor, people: None) -> None:
    jing = visitor()
    jing.sign_in("jing")
    jing.open("/tiers")
    expect(jing.page.locator(".chart svg")).to_be_visible()
    jing.picture("tiers")
    jing.page.get_by_role("button", name="新规则").click()
    jing.page.get_by_label("VIP：金额起点").fill("900000000.00")
    jing.page.get_by_role("button", name="试算").click()
    expect(jing.page.locator("#trial")).to_contain_text("位降级")
    jing.picture("policy")
    jing.page.get_by_role("button", name="保存草稿").click()
    expect(jing.page.get_by_role("status").first).to_contain_text("草稿已保存")


def test_a_report_is_drawn_up_reviewed_and_mailed_to_the_leadership(visitor: NewVisitor, people: None) -> None:
    fang = visitor()
    fang.sign_in("fang")
    fang.open("/reports")
    fang.page.get_by_label("起", exact=False).fill((TODAY - timedelta(days=20)).isoformat())
    fang.page.get_by_label("止", exact=False).fill(TODAY.isoformat())
    fang.page.get_by_role("button", name="编制").click()
    fang.page.locator("summary", has_text="撰写").click()
    fang.page.get_by_label("主要情况").fill("投诉**集中**在周末。")
    fang.page.get_by_role("button", name="保存").click()
    expect(fang.page.locator(".written strong")).to_have_text("集中")
    fang.page.get_by_role("button", name="提交审阅").click()
    expect(fang.page.locator(".record-line")).to_contain_text("待审阅")

    jing = visitor()
    jing.sign_in("jing")
    jing.open(path_of(fang))
    expect(jing.page.get_by_label("概要")).to_contain_text("收到总数")
    jing.picture("report")
    jing.page.get_by_role("button", name="通过并发送").click()
    expect(jing.page.locator(".record-line")).to_contain_text("已通过")

    def is_sent() -> bool:
        jing.open(path_of(fang))
        return "已发出" in jing.page.locator(".record-side").inner_text()

    eventually(is_sent, what="the email to the leadership")


def test_the_first_page_and_the_lists_show_what_waits(visitor: NewVisitor, entry: dict[str, str]) -> None:
    xue = visitor()
    xue.sign_in("xue")
    expect(xue.page.locator("#desks table")).to_be_visible()
    xue.picture("home")
    xue.open("/cases")
    xue.picture("cases")
    xue.page.get_by_label("反馈或投诉").select_option("feedback")
    xue.page.wait_for_url(re.compile(r"kind=feedback"))
    xue.open("/customers")
    xue.picture("customers")
    xue.page.keyboard.press("/")
    expect(xue.page.locator("#search")).to_be_focused()
    xue.page.keyboard.type("E-0016")
    xue.page.keyboard.press("Enter")
    xue.page.wait_for_url(re.compile(r"/customers"))
    expect(xue.page.locator("main")).to_contain_text("海天天线有限公司")


def test_without_scripts_everything_still_works(visitor: NewVisitor, entry: dict[str, str]) -> None:
    fang = visitor(scripts=False)
    fang.sign_in("fang")
    page = fang.page
    fang.open("/customers/new")
    page.get_by_label("姓名").fill("张三丰")
    page.get_by_label("电子邮箱").fill("no address")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator("#f-customer-email-error")).to_contain_text("不是有效的电子邮箱")
    page.get_by_label("电子邮箱").fill("zsf@example.com")
    page.get_by_role("button", name="存为草稿").click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}$"))
    expect(page.locator(".record-line")).to_contain_text("草稿")
    page.get_by_role("button", name="提交核对").click()
    expect(page.locator(".record-line")).to_contain_text("待核对")
    fang.open("/customers")
    page.locator("#list-q").fill("zsf")
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.locator("#rows-list")).to_contain_text("张三丰")
    fang.open("/")
    page.get_by_role("link", name="受理情况", exact=True).click()
    expect(page.get_by_role("heading", name="反馈投诉")).to_be_visible()


def test_the_language_is_a_choice_and_it_stays(visitor: NewVisitor, people: None) -> None:
    fang = visitor(dark=True)
    fang.sign_in("fang")
    fang.page.locator(".person-menu summary").click()
    fang.page.get_by_role("button", name="English").click()
    expect(fang.page.get_by_role("heading", name="Hello")).to_be_visible()
    fang.open("/customers")
    expect(fang.page.get_by_role("heading", name="Customers")).to_be_visible()
    assert fang.page.locator("html").get_attribute("lang") == "en"
    assert fang.page.locator("html").get_attribute("data-bs-theme") == "dark"
    fang.picture("customers-english-dark")


def test_the_administrator_sees_the_state_of_the_system_and_no_customer(visitor: NewVisitor, running: Fleet) -> None:
    admin = visitor()
    admin.sign_in("admin", DEMO_PASSWORD if with_demo() else PASSWORD)
    admin.open("/state")
    expect(admin.page.locator("#state-reporting")).to_contain_text("正常")
    admin.picture("state")
    admin.open("/customers")
    expect(admin.page.locator("main")).to_contain_text("您没有这项权限")
    admin.open("/staff?q=李小强")
    expect(admin.page.locator("#rows-list")).to_contain_text("李小强")
    admin.picture("staff")


def test_the_api_is_documented_and_can_be_read_without_a_complaint_of_the_browser(
    visitor: NewVisitor, people: None
) -> None:
    reader = visitor()
    reader.open("/api/docs")
    expect(reader.page.locator(".swagger-ui .opblock").first).to_be_visible(timeout=30_000)
    # what is not in sight is only drawn when it is scrolled to
    expect(reader.page.locator(".opblock").nth(5)).to_be_attached()


@pytest.mark.parametrize("username", sorted(ROLES))
def test_everything_that_the_menu_offers_opens_for_whoever_sees_it(
    visitor: NewVisitor, people: None, username: str
) -> None:
    somebody = visitor()
    somebody.sign_in(username)
    links = somebody.page.locator(".rail li a")
    paths = [str(links.nth(number).get_attribute("href")) for number in range(links.count())]
    assert len(paths) > 2
    for path in paths:
        somebody.open(path)
        expect(somebody.page.locator("h1")).to_be_visible()
        expect(somebody.page.locator(".htmx-request")).to_have_count(0)
        assert somebody.page.locator(".alert-danger, .trouble").count() == 0, path
