"""Dates that cannot be true and signs that do not fit are refused by API and file alike; what is there is listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.importing import CHECKER, IMPORTER, Imports, lines
from tests.services.customer.scenario import STAFF

Add = Callable[..., dict[str, Any]]
NOW = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
"""In the company's zone the thirtieth has begun."""


@pytest.fixture(autouse=True)
def _on_that_day(service: ServiceUnderTest) -> None:
    service.clock.set(NOW)


def person(**values: Any) -> dict[str, Any]:
    return {"kind": "person", "name": "张三", **values}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (person(birth_date="1899-12-31"), "birth_date"),
        (person(birth_date="2026-12-01"), "birth_date"),
        ({"kind": "company", "name": "海天", "founded_on": "2026-12-01"}, "founded_on"),
        ({"kind": "company", "name": "海天", "dealings_since": "2026-12-01"}, "dealings_since"),
    ],
)
def test_an_entry_with_a_date_that_cannot_be_true_is_refused(clerk: Caller, entry: Any, field: str) -> None:
    answer = clerk.post("/customers", entry)
    assert (answer.status_code, answer.json["fields"]) == (422, {field: ["implausible_date"]})


@pytest.mark.parametrize(
    "entry",
    [
        person(birth_date="1900-01-01"),
        person(birth_date="2026-11-30"),
        {"kind": "company", "name": "海天", "founded_on": "1669-01-01"},
    ],
)
def test_the_first_and_the_last_day_are_plausible(clerk: Caller, entry: Any) -> None:
    assert clerk.post("/customers", entry).status_code == 201


def test_what_is_there_stays_and_stands_in_no_other_changes_way(service: ServiceUnderTest, clerk: Caller) -> None:
    made = clerk.post("/customers", person()).json
    with service.engine.begin() as connection:
        connection.execute(text("UPDATE customer SET birth_date = '2050-01-01'"))
    path = f"/customers/{made['id']}"
    changed = clerk.patch(path, {"hobbies": "棋", "birth_date": "2050-01-01"}, version=1)
    assert (changed.status_code, changed.json["hobbies"]) == (200, "棋")
    assert clerk.patch(path, {"birth_date": "2050-01-02"}, version=2).status_code == 422


def test_a_contact_is_noted_up_to_now(clerk: Caller, add_customer: Add) -> None:
    path = f"/customers/{add_customer()['id']}/records"
    for at, status in ((NOW + timedelta(hours=1), 422), (NOW, 201), (datetime(1989, 12, 31, tzinfo=UTC), 422)):
        answer = clerk.post(path, {"kind": "call", "text": "回访", "at": at.isoformat()})
        assert answer.status_code == status, answer.json
    assert answer.json["fields"] == {"at": ["implausible_date"]}


def row(**values: Any) -> dict[str, Any]:
    usual = {"external_id": "T1", "customer_code": "C1", "occurred_on": "2026-11-30", "quantity": 1, "amount": "5.00"}
    return usual | values


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"occurred_on": "1989-12-31"}, "occurred_on", "implausible_date"),
        ({"occurred_on": "2026-12-02"}, "occurred_on", "implausible_date"),
        ({"kind": "return", "amount": "-5.00"}, "quantity", "wrong_sign"),
        ({"kind": "return", "quantity": -1}, "amount", "wrong_sign"),
        ({"kind": "return", "quantity": 0, "amount": "-5.00"}, "quantity", "wrong_sign"),
        ({"quantity": -1, "amount": "-5.00"}, "quantity", "wrong_sign"),
        ({"kind": "service", "amount": "-5.00"}, "amount", "wrong_sign"),
    ],
)
def test_business_that_cannot_be_true_is_refused_by_api_and_file(
    service: ServiceUnderTest, erp: Caller, add_customer: Add, values: dict[str, Any], field: str, code: str
) -> None:
    add_customer(external_code="C1")
    answer = erp.post("/transactions", {"source": "erp", "transactions": [row(**values)]}).json
    assert [(each["field"], each["code"]) for each in answer["rejected"]] == [(field, code)]
    imports = Imports(service, service.person("赵", IMPORTER), service.person("钱", CHECKER))
    sent = row(**values)
    batch = imports.run(lines(",".join(sent), ",".join(map(str, sent.values()))), "transactions")
    assert imports.flaws(batch) == [(2, field, code)]


def test_business_of_tomorrow_gifts_and_returns_are_taken(erp: Caller, add_customer: Add) -> None:
    add_customer(external_code="C1")
    rows = [
        row(occurred_on="2026-12-01"),
        row(external_id="T2", amount="0.00"),
        row(external_id="T3", kind="return", quantity=-1, amount="-5.00"),
        row(external_id="T4", kind="return", void=True),
    ]
    assert erp.post("/transactions", {"source": "erp", "transactions": rows}).json["created"] == 4


@pytest.mark.parametrize("sign", [1, -1])
def test_a_return_counts_down_whatever_sign_its_sender_writes_by_api_and_file(
    service: ServiceUnderTest, clerk: Caller, erp: Caller, add_customer: Add, sign: int
) -> None:
    customer = add_customer(external_code="C1")
    sent = row(kind="return", quantity=40 * sign, amount=f"{1500 * sign}.00")
    assert erp.post("/transactions", {"source": "erp", "transactions": [sent]}).json["created"] == 1
    assert erp.post("/transactions", {"source": "erp", "transactions": [sent]}).json["unchanged"] == 1
    imports = Imports(service, service.person("赵", IMPORTER), service.person("钱", CHECKER))
    words = f"单号,客户编号,类型,日期,数量,金额\r\nX1,C1,退款,2026-11-02,{40 * sign},{1500 * sign}\r\n"
    batch = imports.bring(words.encode(), "transactions")
    assert batch["created"] == 1, imports.errors(batch)
    kept = clerk.get(f"/customers/{customer['id']}/transactions").json["items"]
    assert [(each["quantity"], each["amount"]) for each in kept] == [(-40, "-1500.00")] * 2
    told = [fact for each in service.told("customer.transactions_recorded.v1") for fact in each["facts"]]
    assert {(fact["quantity"], fact["amount"]) for fact in told} == {(-40, "-1500.00")}


def test_a_return_without_a_sale_is_listed_to_those_who_correct_it(
    clerk: Caller, erp: Caller, add_customer: Add
) -> None:
    add_customer(external_code="C1", name="张三")
    add_customer(external_code="C2", name="李四")
    back = {"kind": "return", "quantity": 1}
    rows = [
        row(external_id="S1", product="茶", amount="100", occurred_on="2026-11-10"),
        row(external_id="S2", product="茶", amount="70", occurred_on="2026-11-01", void=True),
        row(external_id="R1", **back, product="茶", amount="30", occurred_on="2026-11-10"),
        row(external_id="R2", **back, product="酒", amount="100", occurred_on="2026-11-11"),
        row(external_id="R3", **back, amount="99", occurred_on="2026-11-11"),
        row(external_id="R4", **back, product="酒", amount="31", occurred_on="2026-11-11"),
        row(external_id="R5", **back, product="茶", amount="32", occurred_on="2026-11-09"),
        row(external_id="R6", **back, amount="101", occurred_on="2026-11-11"),
        row(external_id="R7", **back, product="茶", amount="33", customer_code="C2"),
        row(external_id="R8", **back, product="酒", amount="34", void=True),
    ]
    assert erp.post("/transactions", {"source": "erp", "transactions": rows}).json["created"] == len(rows)
    listed = clerk.get("/customers/implausible").json["items"]
    assert {each["field"] for each in listed} == {"without_sale"}
    assert sorted(each["value"] for each in listed) == ["-101.00", "-31.00", "-32.00", "-33.00"]
    assert {each["customer_name"] for each in listed if each["value"] == "-33.00"} == {"李四"}


def test_rows_of_a_customer_file_are_held_to_the_same_dates(service: ServiceUnderTest) -> None:
    imports = Imports(service, service.person("赵", IMPORTER), service.person("钱", CHECKER))
    batch = imports.run(lines("编号,姓名,出生日期", "C1,张三,2050-01-01", "C2,李四,1990-01-01"), kind="persons")
    assert (imports.flaws(batch), batch["created"]) == ([(2, "出生日期", "implausible_date")], 1)


def test_what_is_in_the_books_is_listed_to_those_who_correct_it(
    service: ServiceUnderTest, clerk: Caller, erp: Caller, verifier: Caller, add_customer: Add
) -> None:
    customer = add_customer(name="张三", external_code="C1")
    erp.post("/transactions", {"source": "erp", "transactions": [row(), row(external_id="T2")]})
    clerk.post(f"/customers/{customer['id']}/records", {"kind": "call", "text": "回访"})
    with service.engine.begin() as connection:
        connection.execute(text("UPDATE customer SET birth_date = '2050-01-01'"))
        connection.execute(text("UPDATE transaction SET occurred_on = '2027-11-20' WHERE external_id = 'T1'"))
        connection.execute(text("UPDATE transaction SET kind = 'return' WHERE external_id = 'T2'"))
        connection.execute(text("UPDATE service_record SET at = '2027-11-27'"))
    for who in (clerk, verifier):
        first = who.get("/customers/implausible?limit=3").json
        rest = who.get(f"/customers/implausible?limit=3&after={first['next']}").json
        found = sorted(
            (each["record_kind"], each["field"], each["value"][:10]) for each in first["items"] + rest["items"]
        )
        assert found == [
            ("customer", "birth_date", "2050-01-01"),
            ("service_record", "at", "2027-11-27"),
            ("transaction", "amount", "5.00"),
            ("transaction", "occurred_on", "2027-11-20"),
        ]
    assert clerk.get("/customers/implausible").json["items"][0]["customer_name"] == "张三"
    assert service.person("外人", STAFF).get("/customers/implausible").json["items"] == []
