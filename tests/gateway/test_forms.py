"""How forms and commands behave: keys, versions, refusals, uploads."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from ops.demo.api_client import eventually
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire
from tests.support.fleet import Fleet

Enter = Callable[..., Browser]


@pytest.fixture(scope="module")
def clerk(scenario: Scenario) -> Someone:
    """Somebody who enters customers, brings files and files cases."""
    return scenario.hire("service")


@pytest.fixture
def customer(scenario: Scenario, clerk: Someone) -> dict[str, Any]:
    return scenario.customer(clerk)


def hidden(page: str, name: str, form: str = "") -> str:
    """A hidden field of a page, the first one or the one of a form that goes to an address."""
    if form:
        page = page[page.index(f'action="{form}"') :]
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_form_carries_the_version_it_was_made_on(enter: Enter, scenario: Scenario, clerk: Someone) -> None:
    draft = scenario.entry(clerk, submit=False)
    browser, see = enter(clerk), f"/customers/{draft['id']}"
    fields = {"version": hidden(browser.get(see).text, "version", f"{see}/disable"), "reason": "closed down"}
    assert fields["version"] == str(draft["version"])
    answer = browser.post(f"{see}/disable", fields)
    assert (answer.status_code, answer.location) == (303, see)
    disabled = clerk.api.get(see)
    assert (disabled["status"], disabled["disabled_reason"]) == ("disabled", "closed down")
    again = browser.post(f"{see}/enable", fields)
    assert again.status_code == 412, "another change came between"
    assert clerk.api.get(see)["status"] == "disabled"


def test_every_rendering_of_a_form_has_a_key_of_its_own_and_a_double_click_counts_once(
    enter: Enter, clerk: Someone
) -> None:
    browser = enter(clerk)
    first, second = (hidden(browser.get("/customers/new").text, "idempotency_key") for _ in range(2))
    assert first != second
    fields = {"kind": "company", "name": "双击有限公司"}
    made = {browser.post("/customers/new", {**fields, "idempotency_key": first}).location for _ in range(2)}
    assert len(made) == 1
    assert len(clerk.api.get("/customers", q="双击有限公司")["items"]) == 1
    assert browser.post("/customers/new", {**fields, "idempotency_key": second}).location not in made


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_is_wrong_stands_beside_its_field_and_the_input_is_kept(
    enter: Enter, clerk: Someone, headers: dict[str, str]
) -> None:
    fields = {"kind": "company", "name": "天线 <公司>", "mobile": "12", "then": "submit"}
    answer = enter(clerk).post("/customers/new", fields, headers=headers)
    assert answer.status_code == 422
    assert answer.text.startswith("<!doctype") == (not headers)
    assert 'value="天线 &lt;公司&gt;"' in answer.text
    assert re.search(r'id="f-customer-mobile-error">\s*This is not a phone number', answer.text)
    assert re.search(
        r'id="f-customer-mobile"[^>]*aria-invalid="true" aria-describedby="f-customer-mobile-error"', answer.text
    )


def test_a_stale_form_keeps_the_input_shows_what_is_there_now_and_saves_on_the_new_version(
    enter: Enter, scenario: Scenario, clerk: Someone
) -> None:
    draft = scenario.entry(clerk, submit=False)
    see = f"/customers/{draft['id']}"
    now = scenario.patch(clerk, see, {"industry": "教育"}, draft["version"])
    fields = {"kind": "company", "name": draft["name"], "industry": "建筑业", "version": str(draft["version"])}
    browser = enter(clerk)
    answer = browser.post(f"{see}/edit", fields)
    assert answer.status_code == 412
    assert "Somebody else has changed this meanwhile" in answer.text
    assert 'value="建筑业"' in answer.text
    assert "There now: 教育" in answer.text
    version = hidden(answer.text, "version", f"{see}/edit")
    assert version == str(now["version"])
    assert browser.post(f"{see}/edit", {**fields, "version": version}).location == see
    assert clerk.api.get(see)["industry"] == "建筑业"


def test_only_fields_of_the_form_are_sent_and_an_emptied_date_is_none(
    enter: Enter, scenario: Scenario, clerk: Someone
) -> None:
    draft = scenario.entry(clerk, submit=False, founded_on="2001-02-03", industry="教育")
    fields = {"kind": "company", "name": " 海天 ", "founded_on": "", "status": "active"}
    answer = enter(clerk).post(f"/customers/{draft['id']}/edit", fields | {"version": str(draft["version"])})
    assert answer.status_code == 303
    kept = clerk.api.get(f"/customers/{draft['id']}")
    assert (kept["name"], kept["founded_on"]) == ("海天", None)
    assert (kept["industry"], kept["status"]) == ("教育", "draft")


def test_a_command_over_htmx_is_answered_with_the_changed_record_and_a_notice(
    enter: Enter, scenario: Scenario, clerk: Someone
) -> None:
    draft = scenario.entry(clerk, submit=False)
    path, version = f"/customers/{draft['id']}/disable", str(draft["version"])
    answer = enter(clerk).post(path, {"version": version}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'action="/customers/{draft["id"]}/enable"' in answer.text
    assert 'id="notices" role="status" hx-swap-oob="true"' in answer.text
    assert "Nothing is deleted" in answer.text


def test_who_is_likely_there_already_is_shown_before_it_is_entered_again(
    enter: Enter, scenario: Scenario, clerk: Someone
) -> None:
    known = scenario.customer(clerk)
    browser, fields = enter(clerk), {"kind": "company", "name": known["name"], "then": "draft"}
    assert "confirm_duplicate" not in browser.get("/customers/new?kind=company").text
    answer = browser.post("/customers/new", fields)
    assert answer.status_code == 409
    assert f'href="/customers/{known["id"]}"' in answer.text
    assert 'name="confirm_duplicate"' in answer.text
    assert browser.post("/customers/new", {**fields, "confirm_duplicate": "yes"}).status_code == 303


def test_nobody_checks_the_own_entry(enter: Enter, scenario: Scenario) -> None:
    author = scenario.who_may({"customer:read": "all", "customer:write": "own", "customer:verify": "all"})
    entry = scenario.entry(author)
    path = f"/customers/{entry['id']}"
    browser = enter(author)
    assert f"{path}/approve" not in browser.get(path).text
    assert f"{path}/approve" in enter(scenario.of("verifier")).get(path).text
    answer = browser.post(f"{path}/approve", {"version": str(entry["version"])})
    assert answer.status_code == 409
    assert "Somebody other than the author has to check this" in answer.text
    assert entry["code"] in answer.text, "with the record"


def test_a_failed_command_over_htmx_is_said_on_top_and_leaves_the_page_as_it_is(
    enter: Enter, clerk: Someone, customer: dict[str, Any], wired: dict[str, Wire], wired_pages: Flask
) -> None:
    browser = enter(clerk, at=wired_pages)
    wired["customer"].cut()
    path, version = f"/customers/{customer['id']}/disable", str(customer["version"])
    answer = browser.post(path, {"version": version}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#notices")
    assert clerk.api.get(f"/customers/{customer['id']}")["status"] == "active"


def test_a_form_that_meets_a_service_that_is_away_is_shown_again_without_scripts_with_what_was_typed(
    enter: Enter, clerk: Someone, wired: dict[str, Wire], wired_pages: Flask
) -> None:
    browser = enter(clerk, at=wired_pages)
    wired["customer"].cut()
    fields = {
        "kind": "person",
        "name": "张 <三>",
        "address": "上海市\n第二行",
        "idempotency_key": "once",
        "version": "3",
    }
    answer = browser.post("/customers/new", fields)
    assert answer.status_code == 503
    assert "Nothing of this was stored yet." in answer.text
    kept = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', answer.text.partition('class="card kept"')[2]))
    assert (kept["name"], kept["idempotency_key"], kept["version"]) == ("张 &lt;三&gt;", "once", "3")
    assert "上海市\n第二行</textarea>" in answer.text
    assert 'action="/customers/new"' in answer.text
    assert kept["csrf_token"]


def test_what_was_kept_is_stored_once_when_it_is_sent_again(
    enter: Enter, clerk: Someone, wired: dict[str, Wire], wired_pages: Flask, pages: Flask
) -> None:
    away = enter(clerk, at=wired_pages)
    wired["customer"].cut()
    fields = {"kind": "person", "name": "赵再次", "idempotency_key": "sent-again"}
    kept = away.post("/customers/new", fields).text.partition('class="card kept"')[2]
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', kept.partition("</form>")[0]))
    del hidden["csrf_token"]
    back = enter(clerk)
    assert [back.post("/customers/new", hidden).status_code for _ in range(2)] == [303, 303]
    assert len(clerk.api.get("/customers", q="赵再次")["items"]) == 1


def test_a_password_is_never_shown_again_and_a_file_is_asked_for_again(
    enter: Enter, clerk: Someone, visitor: Browser, wired: dict[str, Wire], wired_pages: Flask
) -> None:
    wired["auth"].cut()
    answer = Browser(wired_pages.test_client()).post("/sign-in", {"username": "wang", "password": "secret-of-mine"})
    assert answer.status_code == 503
    assert 'value="wang"' in answer.text
    assert "secret-of-mine" not in answer.text
    assert 'type="password" name="password"' in answer.text


def test_the_same_file_uploaded_twice_from_one_form_is_one_upload(
    enter: Enter, scenario: Scenario, clerk: Someone
) -> None:
    browser = enter(clerk)
    before = clerk.api.get("/imports")["items"]
    reached = set()
    for _ in range(2):
        file = (BytesIO("编号,姓名\n1,张三\n".encode("gbk")), "客户.csv")
        fields = {"kind": "persons", "idempotency_key": "twice", "file": file}
        reached.add(browser.post("/imports", fields).location)
    [made] = [each for each in clerk.api.get("/imports")["items"] if each not in before]
    assert reached == {f"/imports/{made['id']}"}
    assert (made["filename"], made["kind"]) == ("客户.csv", "persons")
    assert scenario.until(clerk, f"/imports/{made['id']}", "mapped")["preview"][0]["values"] == ["1", "张三"]


def test_a_file_that_was_forgotten_is_asked_for(enter: Enter, clerk: Someone) -> None:
    answer = enter(clerk).post("/imports", {"kind": "persons"})
    assert answer.status_code == 422
    assert "Please fill this in" in answer.text


def test_an_import_asks_again_by_itself_while_it_moves_and_no_longer_when_it_stands(
    enter: Enter, fleet: Fleet, scenario: Scenario, clerk: Someone
) -> None:
    browser = enter(clerk)
    with fleet.standing_still("customer-jobs"):
        file = (BytesIO("编号,姓名\n1,张三\n2,李四\n".encode()), "客户.csv")
        path = browser.post("/imports", {"kind": "persons", "file": file}).location
        assert f'hx-get="{path}" hx-trigger="load delay:1s"' in browser.get(path).text
    record = scenario.until(clerk, path, "mapped")
    assert "load delay" not in browser.get(path).text
    with fleet.standing_still("customer-jobs"):
        assert browser.post(f"{path}/start", {"version": str(record["version"])}).location == path
        running = browser.get(path).text
        assert f'hx-get="{path}" hx-trigger="load delay:1s"' in running
        assert '<progress class="meter" value="0" max="2"' in running
    assert eventually(lambda: "load delay" not in browser.get(path).text, what="the import to be done", every=0.05)


def test_all_fields_have_labels(enter: Enter, clerk: Someone, customer: dict[str, Any]) -> None:
    browser = enter(clerk)
    for path in ("/customers", "/customers/new", "/cases/new", f"/customers/{customer['id']}/edit"):
        page = browser.get(path).text
        fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
        assert len(fields) > 3, path
        for tag in fields:
            if 'type="hidden"' in tag or 'type="checkbox"' in tag:
                continue
            id = re.search(r'\bid="([^"]+)"', tag)
            assert "aria-label=" in tag or (id and f'for="{id[1]}"' in page), tag


def test_the_cases_of_a_file_are_filed_once_and_its_wrong_rows_are_shown(
    enter: Enter, scenario: Scenario, clerk: Someone, customer: dict[str, Any]
) -> None:
    scenario.case(customer)
    good, wrong = (f"2026-10-01 08:00,{customer['code']},{channel},反馈,很好" for channel in ("电话", "鸽子"))
    content = "\n".join(("时间,编号,渠道,类型,内容", good, wrong)).encode()
    browser = enter(clerk)
    key = hidden(browser.get("/cases/file").text, "idempotency_key", "/cases/file")
    for _ in range(2):
        answer = browser.post("/cases/file", {"idempotency_key": key, "file": (BytesIO(content), "十月.csv")})
        assert "十月.csv" in answer.text
        assert "鸽子" in answer.text
        figures = dict(re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([^<]+)</dd>", answer.text))
        assert figures == {"Rows": "2", "New": "1", "Unchanged": "0", "Rejected": "1"}, "a second click is the same"
