"""The house's own fields of customers: defined once, filled in, found by, shown and exported as they may be seen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.jobs import jobs
from tests.services.customer.scenario import HEAD, STAFF

Add = Callable[..., dict[str, Any]]
SIZE = {"key": "size", "type": "choice", "title_zh": "规模", "title_en": "Size", "searchable": True}
SIZES = [{"value": "small", "zh": "小型", "en": "Small"}, {"value": "large", "zh": "大型", "en": "Large"}]
WECHAT = {"key": "wechat", "type": "text", "title_zh": "微信", "title_en": "WeChat", "personal": True}
LISTED = {"key": "listed", "type": "yes_no", "title_zh": "上市", "title_en": "Listed", "searchable": True}
SINCE = {"key": "since", "type": "date", "title_zh": "签约日", "title_en": "Signed on"}


@pytest.fixture
def admin(service: ServiceUnderTest) -> Caller:
    """Who says which fields there are."""
    return service.person("管理员", {P.RECORD_CONFIGURE: Scope.ALL})


@pytest.fixture
def owner(service: ServiceUnderTest) -> Caller:
    service.department("sales")
    return service.person("周", STAFF, department="sales")


@pytest.fixture
def head(service: ServiceUnderTest, owner: Caller) -> Caller:
    """Who reads customers of the department masked, and exports them."""
    return service.person("主任", {**HEAD, P.CUSTOMER_EXPORT: Scope.DEPARTMENT}, department="sales")


@pytest.fixture
def fields(admin: Caller) -> dict[str, Any]:
    """Four fields, by their keys."""
    made = [admin.post("/customers/fields", each) for each in ({**SIZE, "choices": SIZES}, WECHAT, LISTED, SINCE)]
    assert [each.status_code for each in made] == [201] * 4, [each.json for each in made]
    return {each.json["key"]: each.json for each in made}


def fill_in(by: Caller, customer: dict[str, Any], **values: Any) -> Any:
    version = by.get(f"/customers/{customer['id']}").json["version"]
    return by.put(f"/customers/{customer['id']}/fields", {"values": values}, version=version)


def found(by: Caller, **values: Any) -> list[str]:
    query = f"?custom={quote(json.dumps(values))}"
    listed = [each["name"] for each in by.get(f"/customers{query}").json["items"]]
    assert by.get(f"/customers/count{query}").json["count"] == len(listed)
    return listed


def test_fields_say_what_one_may_do_with_them(admin: Caller, owner: Caller, fields: dict[str, Any]) -> None:
    known = admin.get("/customers/fields").json
    assert (known["actions"], known["fields"][0]["actions"]) == (["define"], ["edit", "disable"])
    assert fields["size"]["actions"] == ["edit", "disable"]
    seen = owner.get("/customers/fields").json
    assert (seen["actions"], seen["fields"][0]["actions"]) == ([], [])


def test_the_list_is_narrowed_by_searchable_fields_and_shows_them(
    owner: Caller, head: Caller, add_customer: Add, fields: dict[str, Any]
) -> None:
    first, second = (add_customer(by=owner, name=name) for name in ("甲", "乙"))
    assert fill_in(owner, first, size="large", wechat="zhou88", listed="是").json["custom"]["listed"] is True
    assert fill_in(owner, second, size="small", listed=False).status_code == 200
    add_customer(by=owner, name="丙")
    assert found(head, size="large") == ["甲"]
    assert found(head, listed="false") == ["乙"]
    assert found(head, size="large", listed=False) == []
    rows = {each["name"]: each["custom"] for each in head.get("/customers").json["items"]}
    assert rows == {"甲": {"size": "large", "listed": True}, "乙": {"size": "small", "listed": False}, "丙": {}}
    guessed = head.get(f"/customers?custom={quote(json.dumps({'wechat': 'zhou88'}))}")
    assert guessed.json["fields"] == {"custom.wechat": ["unknown_field"]}
    assert head.get("/customers?custom=7").status_code == 422


def test_personal_ones_are_masked_to_whoever_sees_the_customer_masked(
    owner: Caller, head: Caller, add_customer: Add, fields: dict[str, Any]
) -> None:
    customer = add_customer(by=owner)
    fill_in(owner, customer, wechat="zhou88", size="large")
    path = f"/customers/{customer['id']}"
    assert owner.get(path).json["custom"] == {"wechat": "zhou88", "size": "large"}
    assert head.get(path).json["custom"] == {"wechat": "***", "size": "large"}
    assert owner.get(f"{path}/fields").json["actions"] == ["fill_in"]
    assert head.get(f"{path}/fields").json["actions"] == []
    [line, *_] = head.get(f"{path}/changes").json["items"]
    assert "zhou88" not in json.dumps(line)


def test_a_new_customer_comes_with_its_own_fields(admin: Caller, owner: Caller, fields: dict[str, Any]) -> None:
    new = {"kind": "person", "name": "张三"}
    made = owner.post("/customers", {**new, "custom": {"size": "large", "since": "2026-11-01", "wechat": None}})
    assert made.json["custom"] == {"size": "large", "since": "2026-11-01"}
    wrong = owner.post("/customers", {**new, "name": "李四", "custom": {"size": "huge", "since": "gestern", "x": "1"}})
    assert wrong.json["fields"] == {
        "custom.size": ["unknown_choice"],
        "custom.since": ["not_a_date"],
        "custom.x": ["unknown_field"],
    }
    needed = {**{name: SINCE[name] for name in ("title_zh", "title_en")}, "required": True}
    admin.patch(f"/customers/fields/{fields['since']['id']}", needed, version=1)
    lacking = owner.post("/customers", {**new, "name": "王五", "custom": {"size": "small"}})
    assert lacking.json["fields"] == {"custom.since": ["required"]}
    assert owner.post("/customers", {**new, "name": "赵六"}).status_code == 201


def test_a_file_has_a_column_of_each_in_words_masked_as_its_asker_sees(
    service: ServiceUnderTest, admin: Caller, owner: Caller, head: Caller, add_customer: Add, fields: dict[str, Any]
) -> None:
    fill_in(owner, add_customer(by=owner, name="甲"), size="large", wechat="zhou88", listed=True, since="2026-11-01")
    add_customer(by=owner, name="乙")
    admin.post(f"/customers/fields/{fields['since']['id']}/disable", version=1)
    for language, heads, words in (
        ("zh", ["规模", "微信", "上市"], ["大型", "***", "是"]),
        ("en", ["Size", "WeChat", "Listed"], ["Large", "***", "yes"]),
    ):
        asked = head.post("/exports", {"format": "csv", "language": language, "wanted": {"kind": "person"}}).json
        service.work(jobs)
        file = head.get(f"/exports/{asked['id']}/file").data.decode("utf-8-sig")
        titles, *rows = csv.reader(io.StringIO(file))
        assert titles[-5:-2] == heads
        assert sorted(row[-5:-2] for row in rows) == [["", "", ""], words]
    asked = head.post("/exports", {"format": "csv", "wanted": {"custom": json.dumps({"size": "large"})}}).json
    assert asked["rows"] == 1
    service.work(jobs)
    assert head.get(f"/exports/{asked['id']}/file").status_code == 200
