"""Notices on the pages: the bell, the list, one click to the record, how to be told, the group robots."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask

from ops.trial import ROBOTS
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire

Enter = Callable[..., Browser]
WEBHOOK = f"https://{ROBOTS}/cgi-bin/webhook/send?key=a1b2c3d4"


@pytest.fixture
def someone(scenario: Scenario) -> Someone:
    """Somebody who has one notice."""
    return scenario.told()


def notice_of(who: Someone) -> dict[str, Any]:
    [notice] = who.api.get("/notices")["items"]
    return dict(notice)


def test_every_page_has_a_bell_that_leads_to_the_notices_and_asks_for_their_number(
    enter: Enter, someone: Someone
) -> None:
    browser = enter(someone)
    page = browser.get("/").text
    assert re.search(r'<a class="bell" href="/notices">.*?<span class="visually-hidden">Notices</span>', page, re.S)
    assert 'hx-get="/notices/unread" hx-trigger="load, every 60s' in page
    bell = browser.get("/notices/unread", headers=HTMX).text
    assert '<span class="badge bg-red text-red-fg bell-count" aria-hidden="true">1</span>' in bell
    assert '<span class="visually-hidden">1 unread</span>' in bell
    someone.api.post("/notices/read", {})
    assert browser.get("/notices/unread", headers=HTMX).text.strip() == ""


def test_a_notice_is_one_click_from_its_record_and_read_then(enter: Enter, someone: Someone) -> None:
    browser, notice = enter(someone), notice_of(someone)
    page = browser.get("/notices").text
    assert "A report was returned" in page
    assert notice["code"] in page
    opened = browser.post(f"/notices/{notice['id']}/open")
    assert (opened.status_code, opened.location) == (303, f"/reports/{notice['record_id']}")
    assert browser.get(opened.location).status_code == 200
    assert notice_of(someone)["read_at"]
    fragment = browser.post(f"/notices/{notice['id']}/open", headers=HTMX)
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (204, opened.location)


def test_one_or_all_are_marked_as_read_in_the_list(enter: Enter, someone: Someone) -> None:
    browser, notice = enter(someone), notice_of(someone)
    assert f'action="/notices/{notice["id"]}/read"' in browser.get("/notices").text
    assert browser.post(f"/notices/{notice['id']}/read").location == "/notices"
    page = browser.get("/notices").text
    assert f'action="/notices/{notice["id"]}/read"' not in page
    assert 'action="/notices/read"' in page
    assert browser.post("/notices/read", {"kind": "report_returned"}).location == "/notices?kind=report_returned"
    assert browser.get("/notices", headers=HTMX).headers["HX-Trigger-After-Settle"] == "notices-read"


def test_the_list_is_narrowed_by_kind_and_to_what_is_unread(enter: Enter, someone: Someone) -> None:
    browser, notice = enter(someone, "zh"), notice_of(someone)
    assert notice["code"] in browser.get("/notices?kind=report_returned&unread=true").text
    none = browser.get("/notices?kind=case_due").text
    assert notice["code"] not in none
    assert "没有符合条件的消息" in none


def test_who_has_no_notice_is_told_so(enter: Enter, scenario: Scenario) -> None:
    page = enter(scenario.hire("sales"), "zh").get("/notices").text
    assert "还没有消息" in page
    assert "全部标为已读" not in page


def test_the_notice_of_somebody_else_does_not_exist(enter: Enter, scenario: Scenario, someone: Someone) -> None:
    other = enter(scenario.of("sales"))
    assert other.post(f"/notices/{notice_of(someone)['id']}/open").status_code == 404


def test_everybody_chooses_how_to_be_told_of_each_kind(enter: Enter, someone: Someone) -> None:
    browser = enter(someone)
    page = browser.get("/notices/settings").text
    assert page.count("<select") == len(someone.api.get("/notices/settings"))
    assert browser.post("/notices/settings", {"report_returned": "off", "case_due": "daily"}).status_code == 303
    chosen = someone.api.get("/notices/settings")
    assert (chosen["report_returned"], chosen["case_due"], chosen["case_vip"]) == ("off", "daily", "page")
    assert '<option value="off" selected>' in browser.get("/notices/settings").text


def test_a_manager_sets_the_robots_of_the_own_department(enter: Enter, scenario: Scenario) -> None:
    unit = scenario.department()
    manager = scenario.hire("department_manager", department=unit)
    browser = enter(manager)
    assert "No group is told yet" in browser.get("/notices/channels").text
    form = {"name": "销售群", "department_id": unit, "kind": "wecom", "url": WEBHOOK}
    wrong = browser.post("/notices/channels", {**form, "url": "http://127.0.0.1/", "notice_kinds": ["case_due"]})
    assert wrong.status_code == 422
    assert "This is no webhook address of a group robot." in wrong.text
    assert browser.post("/notices/channels", {**form, "notice_kinds": ["case_due", "case_vip"]}).status_code == 303
    [made] = manager.api.get("/notice-channels")["items"]
    page = browser.get("/notices/channels").text
    assert f"{ROBOTS} … c3d4" in page
    assert "a1b2" not in page
    path = f"/notices/channels/{made['id']}"
    browser.post(path, {"name": "新名", "url": "", "notice_kinds": ["case_due"], "version": "1"})
    [changed] = manager.api.get("/notice-channels")["items"]
    assert (changed["name"], changed["hint"], changed["notice_kinds"]) == ("新名", made["hint"], ["case_due"])
    browser.post(f"{path}/disable", {"version": str(changed["version"])})
    [disabled] = manager.api.get("/notice-channels")["items"]
    assert disabled["status"] == "disabled"
    assert f'action="{path}/enable"' in browser.get("/notices/channels").text


def test_who_looks_after_no_department_is_offered_no_robots(enter: Enter, scenario: Scenario) -> None:
    browser = enter(scenario.of("sales"))
    assert "/notices/channels" not in browser.get("/notices").text
    assert browser.get("/notices/channels").status_code == 403


def test_a_page_that_asks_by_itself_keeps_no_session_open(
    make_pages: Callable[..., Flask], enter: Enter, scenario: Scenario
) -> None:
    someone, pages = scenario.hire("sales"), make_pages()
    browser = enter(someone, at=pages)
    sessions = pages.extensions["sessions"]
    with browser.client.session_transaction() as kept:
        secret = kept["session"]
    seen = last_seen(scenario, someone)
    sessions.drop(secret)
    assert browser.get("/notices/unread", headers=HTMX).status_code == 200
    assert sessions.get(secret, unattended=True).unattended
    assert last_seen(scenario, someone) == seen
    assert browser.get("/notices", headers=HTMX).status_code == 200
    assert last_seen(scenario, someone) > seen


def last_seen(scenario: Scenario, someone: Someone) -> Any:
    """When somebody's session was used last."""
    with psycopg.connect(scenario.fleet.site.database_url("auth")) as database:
        used = "SELECT seen_at FROM session WHERE staff_id = %s AND kind = 'pages'"
        return database.execute(used, [someone.id]).fetchone()


def test_the_bell_is_silent_when_nobody_is_signed_in_or_the_service_is_away(
    enter: Enter, visitor: Browser, wired_pages: Flask, wired: dict[str, Wire], scenario: Scenario
) -> None:
    assert (visitor.get("/notices/unread", headers=HTMX).status_code, visitor.get("/notices").status_code) == (204, 303)
    browser = enter(scenario.of("sales"), at=wired_pages)
    wired["activity"].cut()
    assert browser.get("/notices/unread", headers=HTMX).status_code == 204
    assert browser.get("/").status_code == 200
    wired["auth"].cut()
    with browser.client.session_transaction() as kept:
        wired_pages.extensions["sessions"].drop(kept["session"])
    assert browser.get("/notices/unread", headers=HTMX).status_code == 204
