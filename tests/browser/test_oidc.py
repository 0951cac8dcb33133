"""Signing in through the company's provider in a real browser, to which it is another site than ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chassis.testing.servers import DatabaseFactory
from tests.browser.visitors import DESKTOP
from tests.support.fleet import PASSWORD
from tests.support.openid import Person
from tests.support.sso import NAME, SsoScenario, running_scenario


@pytest.fixture(scope="module")
def scenario(make_database: DatabaseFactory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SsoScenario]:
    """One house whose people sign in through a provider that asks before it lets them in."""
    with running_scenario(make_database, tmp_path_factory.mktemp("sso")) as running:
        running.provider.asks_first = True
        running.let_administrator_in()
        yield running


@pytest.fixture
def window(chrome: Browser) -> Iterator[Callable[[], Page]]:
    """``window()`` is a new browser window; what it complains of fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def make() -> Page:
        context = chrome.new_context(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.context.close()
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []


def test_somebody_goes_there_comes_back_signed_in_and_signs_out_of_both(
    scenario: SsoScenario, window: Callable[[], Page]
) -> None:
    scenario.hire("wang.fang", "sales")
    scenario.provider.person = Person("s-1", "wang.fang")
    page = window()
    page.goto(f"{scenario.address}/sign-in?next=/own")
    page.get_by_role("link", name=f"用{NAME}登录").click()
    expect(page).to_have_title("Provider")
    assert page.url.startswith("http://127.0.0.1:"), "another site than localhost"
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{scenario.address}/own")
    [cookie] = [each for each in page.context.cookies() if each["name"] == "guanxi"]
    assert cookie["sameSite"] == "Lax"
    assert cookie["httpOnly"]
    page.locator("summary", has_text="王芳").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("您已退出本系统。")).to_be_visible()
    page.get_by_role("link", name=f"同时退出{NAME}").click()
    expect(page).to_have_url(f"{scenario.address}/sign-in")
    assert scenario.provider.asked[-1] == "/sign-out"


def test_a_link_of_somebody_else_signs_nobody_in(scenario: SsoScenario, window: Callable[[], Page]) -> None:
    scenario.hire("evil", "sales")
    scenario.provider.person = Person("s-evil", "evil")
    attacker, victim = window(), window()
    attacker.goto(f"{scenario.address}/sign-in/oidc")
    attacker.route("**/callback?**", lambda route: route.abort())
    with attacker.expect_request("**/callback?**") as planted:
        attacker.get_by_role("button", name="Go on").click()
    victim.goto(planted.value.url)
    expect(victim.get_by_text("oidc_ended")).to_be_visible()
    victim.goto(f"{scenario.address}/own")
    expect(victim.get_by_label("密码")).to_be_visible()


def test_the_administrator_writes_down_which_groups_give_a_role(
    scenario: SsoScenario, window: Callable[[], Page]
) -> None:
    page = window()
    page.goto(f"{scenario.address}/sign-in?next=/staff/roles/{scenario.role('verifier').id}")
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_label("用户组").fill("信息组\nverifiers")
    page.locator("form", has=page.get_by_label("用户组")).get_by_role("button", name="保存").click()
    expect(page.get_by_label("用户组")).to_have_value("信息组\nverifiers")
    assert scenario.role("verifier").groups == ["信息组", "verifiers"]
