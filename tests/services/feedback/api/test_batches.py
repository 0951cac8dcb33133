"""Many cases at once, each by the sender's own id: twice is once, bad rows harm nobody."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.feedback.store.models import CaseEvent
from tests.services.feedback.scenario import SAID, AddCustomer


def row(**values: Any) -> dict[str, Any]:
    return {
        "external_id": "1",
        "customer_code": "C00001",
        "kind": "complaint",
        "channel": "phone",
        "content": "送餐太慢",
        "received_at": "2026-10-19T21:21:00+08:00",
    } | values


def batch(*rows: Any) -> dict[str, Any]:
    return {"source": "file", "cases": list(rows)}


def test_good_rows_become_cases_with_timeline_trail_and_news(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer
) -> None:
    add_customer(external_code="C00001", tier=Tier.VIP)
    other = add_customer(external_code="C00002")
    rows = [row(), row(external_id="2", customer_code=other.code, kind="feedback")]
    assert agent.post("/cases/batch", batch(*rows)).json == {"created": 2, "unchanged": 0, "rejected": []}
    items = agent.get("/cases").json["items"]
    assert sorted((item["code"][0], item["desk"], item["tier"]) for item in items) == [
        ("F", "service", "ordinary"),
        ("X", "lead", "vip"),
    ]
    assert sorted(told["case_id"] for told in service.told(SAID)) == sorted(item["id"] for item in items)
    assert [(told["result"], told["outcome"]) for told in service.told(SAID)] == [(None, "")] * 2
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(Change).where(Change.action == "created")) == 2
        assert ctx.session.scalars(select(CaseEvent.kind)).all() == ["filed", "filed"]


def test_the_same_batch_again_changes_and_tells_nothing(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer
) -> None:
    add_customer(external_code="C00001")
    agent.post("/cases/batch", batch(row()))
    again = agent.post("/cases/batch", batch(row(content="别的话"), row(external_id="2")))
    assert again.json == {"created": 1, "unchanged": 1, "rejected": []}
    assert [told["content"] for told in service.told(SAID)] == ["送餐太慢", "送餐太慢"]


def test_two_senders_have_their_own_ids(agent: Caller, add_customer: AddCustomer) -> None:
    add_customer(external_code="C00001")
    for source in ("a", "b"):
        assert agent.post("/cases/batch", {"source": source, "cases": [row()]}).json["created"] == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"external_id": ""}, "external_id", "required"),
        ({"external_id": None}, "external_id", "required"),
        ({"customer_code": "nobody"}, "customer_code", "no_such_customer"),
        ({"customer_code": ""}, "customer_code", "required"),
        ({"kind": "praise"}, "kind", "unknown_choice"),
        ({"channel": 5}, "channel", "unknown_choice"),
        ({"content": "  "}, "content", "required"),
        ({"content": "长" * 4001}, "content", "too_long"),
        ({"received_at": "2026-02-31T10:00:00Z"}, "received_at", "not_a_time"),
        ({"received_at": "2026-02-21T10:00"}, "received_at", "time_without_zone"),
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"external_id": "good"}, "external_id", "twice_in_batch"),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_the_good_one_is_kept(
    agent: Caller, add_customer: AddCustomer, values: dict[str, Any], field: str, code: str
) -> None:
    add_customer(external_code="C00001")
    answer = agent.post("/cases/batch", batch(row(external_id="good"), row(**values)))
    assert answer.json == {"created": 1, "unchanged": 0, "rejected": [{"index": 1, "field": field, "code": code}]}


def test_a_row_without_its_id_or_that_is_none_is_rejected(agent: Caller, add_customer: AddCustomer) -> None:
    add_customer(external_code="C00001")
    nameless = {name: value for name, value in row().items() if name != "external_id"}
    answer = agent.post("/cases/batch", batch(nameless, "no row"))
    assert answer.json["rejected"] == [
        {"index": 0, "field": "external_id", "code": "required"},
        {"index": 1, "field": "", "code": "not_an_object"},
    ]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"source": "file", "cases": []}, {"cases": ["out_of_range"]}),
        ({"source": "file", "cases": [1] * 1001}, {"cases": ["out_of_range"]}),
        ({"source": "file", "cases": "all"}, {"cases": ["not_a_list"]}),
        ({"cases": [1]}, {"source": ["required"]}),
    ],
)
def test_a_batch_that_is_none_is_refused(agent: Caller, body: dict[str, Any], fields: dict[str, Any]) -> None:
    answer = agent.post("/cases/batch", body)
    assert (answer.status_code, answer.json["fields"]) == (422, fields)


def test_our_code_goes_before_a_senders_that_is_the_same(agent: Caller, add_customer: AddCustomer) -> None:
    add_customer(name="别人", external_code="P2026000001X", code="P2026000002X")
    add_customer(name="我们", external_code=None, code="P2026000001X")
    agent.post("/cases/batch", batch(row(customer_code="P2026000001X")))
    assert agent.get("/cases").json["items"][0]["customer_name"] == "我们"


def test_a_thousand_rows_take_about_a_second(agent: Caller, add_customer: AddCustomer) -> None:
    codes = [add_customer().code for _ in range(20)]
    rows = [row(external_id=str(n), customer_code=codes[n % 20]) for n in range(1000)]
    began = perf_counter()
    assert agent.post("/cases/batch", batch(*rows)).json["created"] == 1000
    assert perf_counter() - began < 10, "an order of magnitude: the machine of a test is busy"
