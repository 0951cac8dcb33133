"""Own, department, all: what one may not see does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.scenario import HEAD, STAFF

Add = Callable[..., dict[str, Any]]


@pytest.fixture
def people(service: ServiceUnderTest) -> dict[str, Caller]:
    """A department with one below it, and one beside it."""
    service.department("sales")
    service.department("east", below="sales")
    service.department("finance")
    return {
        "head": service.person("主任", HEAD, department="sales"),
        "east": service.person("东区", STAFF, department="east"),
        "sales": service.person("销售", STAFF, department="sales"),
        "finance": service.person("财务", STAFF, department="finance"),
    }


def names(caller: Caller, query: str = "") -> list[str]:
    return sorted(item["name"] for item in caller.get(f"/customers{query}").json["items"])


def test_list_search_count_and_detail_show_the_same_rows(people: dict[str, Caller], add_customer: Add) -> None:
    ids = {who: add_customer(name=f"客户{who}", by=caller)["id"] for who, caller in people.items()}
    assert names(people["east"]) == ["客户east"]
    assert names(people["head"]) == ["客户east", "客户head", "客户sales"]
    assert names(people["head"], "?q=客户") == ["客户east", "客户head", "客户sales"]
    assert people["head"].get("/customers/count").json == {"count": 3, "more": False}
    assert people["head"].get(f"/customers/{ids['east']}").status_code == 200
    assert people["head"].get(f"/customers/{ids['finance']}").status_code == 404
    assert people["sales"].get(f"/customers/{ids['east']}").status_code == 404


def test_reading_a_departments_customers_does_not_mean_changing_them(
    people: dict[str, Caller], add_customer: Add
) -> None:
    customer = add_customer(name="客户", by=people["east"])
    answer = people["head"].patch(f"/customers/{customer['id']}", {"region": "x"}, version=customer["version"])
    assert (answer.json["region"], answer.json["version"]) == ("", customer["version"])
    assert answer.json["change_request"]["changes"] == {"region": ["", "x"]}
    assert people["finance"].patch(f"/customers/{customer['id']}", {"region": "x"}, version=1).status_code == 404


def test_without_the_permission_the_answer_is_403_and_without_a_token_401(
    service: ServiceUnderTest, erp: Caller
) -> None:
    assert erp.get("/customers").status_code == 403
    assert service.app.test_client().get("/v1/customers").status_code == 401
    forged = Caller(service.app.test_client(), erp.actor, erp.token[:-4] + "AAAA")
    assert forged.get("/customers").json["code"] == "unauthenticated"


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("三丰", ["张三丰"]),
        ("zsf", ["张三丰"]),
        ("13843771497", ["张三丰"]),
        ("138437", ["张三丰"]),
        ("E77", ["海天天线有限公司"]),
        ("天线", ["海天天线有限公司"]),
        ("httx", ["海天天线有限公司"]),
        ("张", ["张三丰"]),
        ("没有", []),
        ("%", []),
    ],
)
def test_a_customer_is_found_by_any_part_of_what_one_knows(
    clerk: Caller, add_customer: Add, q: str, found: list[str]
) -> None:
    add_customer(name="张三丰", mobile="13843771497")
    add_customer(name="海天天线有限公司", kind="company", external_code="E77")
    answer = clerk.get("/customers", query_string={"q": q})
    assert [item["name"] for item in answer.json["items"]] == found


def test_a_customer_is_found_by_its_code(clerk: Caller, add_customer: Add) -> None:
    customer = add_customer(name="张三")
    assert names(clerk, f"?q={customer['code'].lower()}") == ["张三"]


def test_pages_follow_one_another_without_gap_or_repeat(clerk: Caller, add_customer: Add) -> None:
    made = [add_customer(name=f"客户{n}")["name"] for n in range(5)]
    seen: list[str] = []
    after = ""
    while True:
        page = clerk.get(f"/customers?limit=2&after={after}").json
        seen += [item["name"] for item in page["items"]]
        if not page["next"]:
            break
        after = page["next"]
    assert seen == made[::-1]


def test_a_made_up_cursor_is_refused(clerk: Caller) -> None:
    answer = clerk.get("/customers?after=nonsense")
    assert (answer.status_code, answer.json["fields"]) == (422, {"after": ["invalid_cursor"]})
