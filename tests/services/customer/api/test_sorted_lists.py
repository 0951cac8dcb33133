"""Lists are sorted as one asks, page after page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.customer.consumers import consumers
from tests.services.customer.scenario import judged

Add = Callable[..., dict[str, Any]]
SOLD = {"quantity": 1, "amount": "10.00"}


def walk(by: Caller, path: str, **asked: str) -> list[dict[str, Any]]:
    """Every row of a list, one a page."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    rows, after = [], ""
    while True:
        answer = by.get(f"{path}?limit=1&{query}" + (f"&after={after}" if after else ""))
        assert answer.status_code == 200, answer.json
        rows += answer.json["items"]
        if not (after := answer.json["next"]):
            return rows


@pytest.mark.parametrize("searched", [{}, {"q": "公司"}, {"kind": "company"}], ids=["all", "found", "narrowed"])
def test_customers_are_sorted_by_name_code_tier_region_or_age(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add, searched: dict[str, str]
) -> None:
    names = {"张三公司": "b", "李四公司": "a", "安国公司": "c"}
    made = [add_customer(name=name, region=region, kind="company") for name, region in names.items()]
    service.hear(consumers, judged(made[1], Tier.VIP))

    def order(sort: str) -> str:
        return "".join(row["name"][0] for row in walk(clerk, "/customers", sort=sort, **searched))

    assert (order(""), order("-created_at"), order("created_at")) == ("安李张", "安李张", "张李安")
    assert (order("name"), order("-name")) == ("安李张", "张李安")
    assert (order("code"), order("-code")) == ("张李安", "安李张")
    assert (order("tier"), order("-tier")) == ("张安李", "李安张")
    assert (order("region"), order("-region")) == ("李张安", "安张李")


def test_an_order_that_a_list_does_not_have_and_a_cursor_of_another_are_refused(
    clerk: Caller, add_customer: Add
) -> None:
    add_customer(name="甲")
    add_customer(name="乙")
    answer = clerk.get("/customers?sort=mobile")
    assert (answer.status_code, answer.json["fields"]) == (422, {"sort": ["unknown_choice"]})
    after = clerk.get("/customers?limit=1&sort=name").json["next"]
    for sort in ("", "code", "-name", "tier"):
        refused = clerk.get(f"/customers?limit=1&sort={sort}&after={after}")
        assert (refused.status_code, refused.json["fields"]) == (422, {"after": ["invalid_cursor"]}), sort


def test_transactions_run_backwards_or_forwards(clerk: Caller, erp: Caller, add_customer: Add) -> None:
    customer = add_customer()
    rows = [
        {"external_id": f"T{day}", "customer_code": customer["code"], "occurred_on": f"2026-10-0{day}", **SOLD}
        for day in (2, 1, 3)
    ]
    assert erp.post("/transactions", {"source": "erp", "transactions": rows}).status_code == 200
    path = f"/customers/{customer['id']}/transactions"
    assert [row["external_id"] for row in walk(clerk, path)] == ["T3", "T2", "T1"]
    assert [row["external_id"] for row in walk(clerk, path, sort="occurred_on")] == ["T1", "T2", "T3"]
