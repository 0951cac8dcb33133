"""How pages behave: fragments, lists, errors, languages."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from chassis.client import Client
from gateway.formats import counted
from ops.demo.api_client import eventually
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire

Enter = Callable[..., Browser]
Wires = dict[str, Wire]
PAGEFUL = 31
"""One more than a page of customers shows."""


@pytest.fixture(scope="module")
def seller(scenario: Scenario) -> Someone:
    return scenario.hire("sales")


@pytest.fixture(scope="module")
def customer(scenario: Scenario, seller: Someone) -> dict[str, Any]:
    """A customer with something strange in the name."""
    return scenario.customer(seller, name="海天<b>天线</b>", external_code=f"E{seller.username}")


def test_a_page_holds_the_fragment_that_htmx_gets_alone(
    enter: Enter, seller: Someone, customer: dict[str, Any]
) -> None:
    browser = enter(seller)
    page, fragment = browser.get("/customers"), browser.get("/customers", headers=HTMX)
    assert page.text.startswith("<!doctype html>")
    assert "<html" not in fragment.text
    assert customer["code"] in fragment.text
    assert customer["code"] in page.text
    assert "HX-Request" in page.headers["Vary"]
    history = browser.get("/customers", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert history.text.startswith("<!doctype html>")


def test_the_filters_in_the_address_narrow_the_list_and_are_kept_for_the_next_page(
    enter: Enter, scenario: Scenario
) -> None:
    clerk = scenario.of("service")
    for number in range(PAGEFUL):
        scenario.entry(clerk, name=f"翻页{number}", region="海南省", submit=False)
    scenario.entry(clerk, name="翻页", region="青海省", submit=False)
    browser = enter(clerk)
    page = browser.get("/customers?q=%E7%BF%BB%E9%A1%B5&region=%E6%B5%B7%E5%8D%97%E7%9C%81&kind=").text
    assert f"{PAGEFUL} customers" in page
    assert page.count("翻页") > page.count("青海省") == 0
    following = page[page.index("/customers?after=") :].partition('"')[0].replace("&amp;", "&")
    assert following.endswith("&q=%E7%BF%BB%E9%A1%B5&region=%E6%B5%B7%E5%8D%97%E7%9C%81")
    rest = browser.get(following, headers=HTMX).text
    assert rest.count("翻页") == 1
    assert "青海省" not in rest


def test_a_list_is_ordered_by_the_columns_that_its_service_can_order_by(enter: Enter, scenario: Scenario) -> None:
    department = scenario.department()
    for name in ("乙一", "甲二"):
        scenario.hire("sales", name=name, department=department)
    browser, path = enter(scenario.administrator), f"/staff?department_id={department}"
    assert f'href="/staff?department_id={department}&amp;sort=name"' in browser.get(path).text
    upwards = browser.get(f"{path}&sort=name").text
    assert 'aria-sort="ascending"' in upwards
    assert f'href="/staff?department_id={department}&amp;sort=-name"' in upwards
    downwards = browser.get(f"{path}&sort=-name").text
    assert (upwards.index("乙一") < upwards.index("甲二")) != (downwards.index("乙一") < downwards.index("甲二"))


def test_more_than_were_counted_are_told_as_more(pages: Flask) -> None:
    with pages.test_request_context(headers={"Accept-Language": "en"}):
        assert counted({"count": 10000, "more": True}) == "10,000+"


def test_an_empty_list_says_what_to_do_and_one_is_one(enter: Enter, scenario: Scenario) -> None:
    newcomer = scenario.hire("sales")
    browser = enter(newcomer)
    assert "Enter the first one" in browser.get("/customers").text
    assert "Loosen a filter" in browser.get("/customers?q=nobody").text
    scenario.entry(newcomer)
    assert "1 customer<" in browser.get("/customers").text
    browser.post("/language", {"language": "zh", "next": "/"})
    assert "共 1 位客户" in browser.get("/customers").text


def test_what_the_services_say_is_shown_as_text(enter: Enter, seller: Someone, customer: dict[str, Any]) -> None:
    page = enter(seller).get(f"/customers/{customer['id']}").text
    assert "海天&lt;b&gt;天线&lt;/b&gt;" in page
    assert "<b>天线" not in page


def test_a_refusal_is_a_page_that_says_what_to_do(enter: Enter, scenario: Scenario, customer: dict[str, Any]) -> None:
    reader = scenario.who_may({"case:read": "all"})
    for who, status, said in (
        (reader, 403, "ask the system administrator"),
        (scenario.hire("sales"), 404, "The address may be wrong"),
    ):
        answer = enter(who).get(f"/customers/{customer['id']}")
        assert answer.status_code == status
        assert said in answer.text
        assert 'class="rail"' in answer.text


@pytest.mark.parametrize(
    ("noise", "status", "said"),
    [
        (
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 15\r\n\r\n<h1>proxy</h1>\r\n",
            502,
            "does not answer at the moment",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{'half': 'of an ", 500, "Something went wrong on our side"),
    ],
    ids=["a proxy's page", "no JSON"],
)
def test_noise_on_the_wire_is_a_page_that_says_what_to_do(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask, noise: bytes, status: int, said: str
) -> None:
    browser = enter(seller, at=wired_pages)
    wired["customer"].noise = noise
    answer = browser.get("/customers")
    assert answer.status_code == status
    assert said in answer.text
    assert 'class="rail"' in answer.text


def test_a_service_that_does_not_answer_in_time_is_not_waited_for(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask
) -> None:
    browser = enter(seller, at=wired_pages)
    impatient = Client("customer", wired["customer"].url, seconds=0.1)
    wired_pages.extensions["clients"]["customer"] = impatient
    wired["customer"].noise = b""
    answer = browser.get("/customers")
    assert answer.status_code == 504
    assert "The answer takes too long." in answer.text


def test_a_service_that_is_away_leaves_the_other_panels_alone(
    enter: Enter, scenario: Scenario, wired: Wires, wired_pages: Flask
) -> None:
    browser = enter(scenario.of("service_lead"), at=wired_pages)
    wired["reporting"].cut()
    broken = browser.get("/home/tiers", headers=HTMX)
    assert broken.status_code == 503
    assert "does not answer at the moment" in broken.text
    assert 'hx-get="/home/tiers"' in broken.text
    assert "HX-Retarget" not in broken.headers
    assert browser.get("/home/desks", headers=HTMX).status_code == 200
    whole = browser.get("/tiers")
    assert whole.status_code == 503
    assert "Nothing is lost" in whole.text
    assert 'class="rail"' in whole.text


def test_panels_of_other_services_are_loaded_beside_the_page_and_are_links_without_scripts(
    enter: Enter, seller: Someone, customer: dict[str, Any], wired: Wires, wired_pages: Flask
) -> None:
    page = enter(seller, at=wired_pages).get(f"/customers/{customer['id']}").text
    for panel in ("transactions", "cases", "tier"):
        assert f'hx-get="/customers/{customer["id"]}/{panel}" hx-trigger="load"' in page
    assert page.count("<noscript>") >= 3
    assert wired["customer"].heard
    assert wired["feedback"].heard == wired["reporting"].heard == []


def test_a_search_that_finds_one_customer_goes_to_it(
    enter: Enter, scenario: Scenario, seller: Someone, customer: dict[str, Any]
) -> None:
    browser = enter(seller)
    assert browser.get(f"/customers/search?q={customer['external_code']}").location == f"/customers/{customer['id']}"
    scenario.entry(seller, name="海天之二")
    assert browser.get("/customers/search?q=%E6%B5%B7%E5%A4%A9").location == "/customers?q=%E6%B5%B7%E5%A4%A9"
    assert browser.get("/customers/search?q=X2026000001A").location == "/cases?q=X2026000001A"


def test_the_language_is_the_browsers_until_one_is_chosen(visitor: Browser) -> None:
    assert "登录" in visitor.get("/sign-in").text
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    assert "Sign in" in visitor.get("/sign-in", headers=english).text
    assert visitor.post("/language", {"language": "zh", "next": "/sign-in"}).location == "/sign-in"
    assert "登录" in visitor.get("/sign-in", headers=english).text


def test_times_are_told_in_the_companys_zone_and_figures_in_the_persons_language(
    enter: Enter, scenario: Scenario, seller: Someone, customer: dict[str, Any]
) -> None:
    browser = enter(seller)
    entered = datetime.fromisoformat(customer["created_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{entered:%Y-%m-%d %H:%M}" in browser.get(f"/customers/{customer['id']}").text
    scenario.buy(customer["external_code"], quantity=12000, amount="1234.50")
    path = f"/customers/{customer['id']}/transactions"
    english = browser.get(path, headers=HTMX).text
    browser.post("/language", {"language": "zh", "next": "/"})
    chinese = browser.get(path, headers=HTMX).text
    assert "CN¥1,234.50" in english
    assert "CN¥" not in chinese
    assert "¥1,234.50" in chinese
    assert "12,000" in chinese
    assert "销售" in chinese


def test_a_customer_of_somebody_else_is_read_and_changed_by_request_only(
    enter: Enter, scenario: Scenario, seller: Someone, customer: dict[str, Any]
) -> None:
    reader = scenario.who_may({"customer:read": "department", "customer:write": "own"})
    browser = enter(reader)
    own = scenario.customer(reader)
    assert f"/customers/{own['id']}/edit" in browser.get(f"/customers/{own['id']}").text
    written_for_another = scenario.customer(reader, owner_id=seller.id)
    for other in (customer, written_for_another):
        page = browser.get(f"/customers/{other['id']}").text
        assert other["code"] in page
        assert f"/customers/{other['id']}/edit" in page
        assert f"/customers/{other['id']}/submit" not in page
        assert "every change waits for a check" in browser.get(f"/customers/{other['id']}/edit").text
    only_reads = enter(scenario.who_may({"customer:read": "department"})).get(f"/customers/{customer['id']}").text
    assert f"/customers/{customer['id']}/edit" not in only_reads


def test_a_case_in_somebody_elses_hands_is_theirs_to_resolve(enter: Enter, scenario: Scenario) -> None:
    vip = scenario.vip(scenario.of("sales"))
    holder, leader = scenario.of("service_lead"), scenario.who_may({"case:read": "all", "case:lead": "all"})
    complaint = scenario.case(vip, "complaint")
    path = f"/cases/{complaint['id']}"
    case = eventually(lambda: _on_leads_desk(holder, path), what="the complaint to lie on the desk of the lead")
    holder.api.post(f"{path}/take", version=case["version"])
    for who, offered in ((holder, True), (leader, False)):
        page = enter(who).get(path).text
        assert (f'action="{path}/resolve"' in page) == offered
        assert f'action="{path}/release"' in page
    other_desk = enter(scenario.who_may({"case:read": "all", "case:handle": "all"})).get(path).text
    assert complaint["code"] in other_desk
    assert re.findall(r'method="post" action="/cases/[^"]*/(\w+)"', other_desk) == ["watch"]


def _on_leads_desk(who: Someone, path: str) -> Any:
    found = who.api.get(path)
    return found if found["desk"] == "lead" else None


def test_a_panel_that_is_not_there_yet_is_no_error_and_asks_again(enter: Enter, scenario: Scenario) -> None:
    browser, url = enter(scenario.of("service_lead")), f"/customers/{uuid4()}/tier"
    asked = {**HTMX, "HX-Target": "tier-body"}
    waiting = browser.get(url, headers=asked)
    assert waiting.status_code == 200
    assert "This arrives in a moment." in waiting.text
    assert f'hx-get="{url}?tried=1" hx-trigger="load delay:1s" hx-target="closest .panel-body"' in waiting.text
    assert "alert" not in waiting.text
    last = browser.get(f"{url}?tried=10", headers=asked)
    assert "Nothing has arrived here yet." in last.text
    assert "hx-trigger" not in last.text
    assert browser.get(url).status_code == 404
    assert browser.get(url, headers=HTMX).status_code == 404


def test_what_is_refused_and_what_is_nowhere_say_so(enter: Enter, scenario: Scenario, seller: Someone) -> None:
    browser = enter(seller)
    nowhere = browser.get("/nope")
    assert nowhere.status_code == 404
    assert "There is no page at this address." in nowhere.text
    assert "somebody else" not in nowhere.text
    refused = browser.get("/audit")
    assert refused.status_code == 403
    assert "<title>You may not do this." in refused.text


@pytest.mark.parametrize("part", ["changes", "readings"])
def test_a_part_of_a_record_alone_says_what_it_is(
    enter: Enter, seller: Someone, customer: dict[str, Any], part: str
) -> None:
    page = enter(seller).get(f"/customers/{customer['id']}/{part}").text
    heading = {"changes": "All changes", "readings": "Who has read this"}[part]
    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading}" in page
