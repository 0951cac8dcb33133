"""The house's own fields of customers on the pages: defined by the administrator, asked for, shown, filtered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
SIZE = {
    "key": "scale",
    "type": "choice",
    "title_zh": "规模",
    "title_en": "Scale",
    "searchable": "yes",
    "choices": "small | 小型 | Small one\nlarge | 大型",
}
FLAGS = {
    "key": "exports_goods",
    "type": "yes_no",
    "title_zh": "有出口",
    "title_en": "Exports goods",
    "searchable": "yes",
}
SKILLS = {"key": "skills", "type": "choices", "title_zh": "特长", "title_en": "Skills", "choices": "a\nb"}
WECHAT = {"key": "wechat_id", "type": "text", "title_zh": "微信号", "title_en": "WeChat ID", "personal": "yes"}


@pytest.fixture(scope="module")
def fields(scenario: Scenario) -> dict[str, Any]:
    return {}


@pytest.fixture
def defined(enter: Enter, scenario: Scenario, fields: dict[str, Any]) -> dict[str, Any]:
    """Four fields, by key, defined on the page."""
    if not fields:
        browser = enter(scenario.administrator)
        for each in (SIZE, FLAGS, SKILLS, WECHAT):
            answer = browser.post("/lists/fields", each)
            assert answer.status_code == 303, answer.text
        fields.update({each["key"]: each for each in scenario.admin.get("/customers/fields")["fields"]})
    return fields


@pytest.fixture(scope="module")
def owner(scenario: Scenario) -> Someone:
    return scenario.hire("sales")


def test_the_administrator_defines_and_changes_them_and_nobody_else_sees_the_page(
    enter: Enter, scenario: Scenario, defined: dict[str, Any]
) -> None:
    browser, field = enter(scenario.administrator), defined["scale"]
    assert field["choices"] == [
        {"value": "small", "zh": "小型", "en": "Small one"},
        {"value": "large", "zh": "大型", "en": "大型"},
    ]
    page = browser.get("/lists/fields").text
    assert "small | 小型 | Small one" in page
    changed = {"title_zh": "企业规模", "title_en": "Scale", "choices": SIZE["choices"] + "\nhuge", "searchable": "yes"}
    browser.post(f"/lists/fields/{field['id']}", changed | {"version": str(field["version"])})
    now = next(each for each in scenario.admin.get("/customers/fields")["fields"] if each["key"] == "scale")
    assert (now["title_zh"], now["choices"][-1]["value"], now["searchable"]) == ("企业规模", "huge", True)
    fewer = {**changed, "choices": "small", "version": str(now["version"])}
    assert browser.post(f"/lists/fields/{field['id']}", fewer, headers=HTMX).status_code == 422
    assert enter(scenario.of("sales")).get("/lists/fields").status_code == 404


def test_a_new_customer_is_asked_for_them_and_comes_back_with_what_was_typed(
    enter: Enter, owner: Someone, defined: dict[str, Any]
) -> None:
    browser = enter(owner)
    form = browser.get("/customers/new?kind=person").text
    assert 'name="custom.scale"' in form
    assert form.count('name="custom.skills"') == 3
    typed = {"kind": "person", "name": "顾问", "then": "draft", "custom.scale": "large", "custom.exports_goods": "true"}
    wrong = browser.post("/customers/new", {**typed, "custom.scale": "none"}, headers=HTMX)
    assert wrong.status_code == 422
    made = browser.post("/customers/new", {**typed, "custom.skills": ["", "a", "b"], "custom.wechat_id": "gu"})
    id = made.headers["Location"].rpartition("/")[2]
    held = {"scale": "large", "exports_goods": True, "skills": ["a", "b"], "wechat_id": "gu"}
    assert owner.api.get(f"/customers/{id}")["custom"] == held


def test_they_are_filled_in_on_the_customers_page_and_shown_in_words(
    enter: Enter, scenario: Scenario, owner: Someone, defined: dict[str, Any]
) -> None:
    customer = scenario.customer(owner)
    browser, path = enter(owner), f"/customers/{customer['id']}"
    assert f"{path}/own-fields" in browser.get(path).text
    version = {"version": str(customer["version"])}
    refused = browser.post(f"{path}/own-fields", {"custom.scale": "none", **version}, headers=HTMX)
    assert refused.status_code == 422
    filled = {"custom.scale": "small", "custom.exports_goods": "false", "custom.wechat_id": "zhou88", **version}
    assert browser.post(f"{path}/own-fields", filled).headers["Location"] == path
    panel = browser.get(f"{path}/own-fields").text
    assert re.search(r"<dt>Scale</dt><dd>Small one</dd>", panel)
    assert re.search(r"<dt>Exports goods</dt><dd>no</dd>", panel)
    stale = browser.post(f"{path}/own-fields", {"custom.scale": "large", **version}, headers=HTMX)
    assert stale.status_code == 412
    others = enter(scenario.of("leadership")).get(f"{path}/own-fields").text
    assert "zhou88" not in others
    assert "Fill in" not in others
    for page in (f"{path}/timeline", f"{path}/changes"):
        told = browser.get(page).text
        assert "WeChat ID" in told
        assert "Small one" in told
        assert "custom." not in told.split("<main")[1]
    emptied = {"custom.scale": "", "version": str(owner.api.get(path)["version"])}
    browser.post(f"{path}/own-fields", emptied)
    assert "scale" not in owner.api.get(path)["custom"]


def test_the_list_has_a_column_and_a_filter_of_each_searchable_one(
    enter: Enter, scenario: Scenario, owner: Someone, defined: dict[str, Any]
) -> None:
    customer = scenario.customer(owner, name="大件客户")
    browser = enter(owner)
    filled = {"custom.scale": "large", "custom.exports_goods": "true", "version": str(customer["version"])}
    browser.post(f"/customers/{customer['id']}/own-fields", filled)
    other = scenario.customer(owner, name="小件客户")
    page = browser.get("/customers").text
    assert "Exports goods</th>" in page
    assert "WeChat ID" not in page
    narrowed = browser.get("/customers?custom.scale=large&custom.exports_goods=true").text
    assert customer["code"] in narrowed
    assert other["code"] not in narrowed
    assert '<option value="large" selected>' in narrowed
