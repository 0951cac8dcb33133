"""Who checks an import sees its rows, what they change and what they add up to, and can give some of them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import ServiceUnderTest
from tests.services.customer.importing import PERSONS, TRANSACTIONS, Imports, lines

Add = Callable[..., dict[str, Any]]
CUSTOMER = "customer.customer_changed.v1"
RECORDED = "customer.transactions_recorded.v1"
THREE = lines(PERSONS, "C1,陈凯,男,13843771497", "C2,王岩,女,15149329277", "C3,严瑜,女,abc", "C4,李丽,女,")


def sample(imports: Imports, batch: dict[str, Any]) -> dict[str, Any]:
    answer = imports.checker.get(f"/imports/{batch['id']}/sample")
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def give_back(imports: Imports, batch: dict[str, Any], *rows: int, reason: str = "与表格不符") -> dict[str, Any]:
    return imports.act("return-rows", batch, {"rows": list(rows), "reason": reason}, by=imports.checker)


def test_the_checker_sees_the_rows_of_a_file_plain_and_what_is_wrong_by_kind(imports: Imports) -> None:
    batch = imports.run(THREE)
    seen = sample(imports, batch)
    assert seen["headings"] == PERSONS.split(",")
    assert [(row["row"], row["values"]) for row in seen["rows"]] == [
        (2, ["C1", "陈凯", "男", "13843771497"]),
        (3, ["C2", "王岩", "女", "15149329277"]),
        (4, ["C3", "严瑜", "女", "abc"]),
        (5, ["C4", "李丽", "女", ""]),
    ]
    assert [error["code"] for error in seen["rows"][2]["errors"]] == ["not_a_phone"]
    assert seen["problems"] == [{"code": "not_a_phone", "column": "手机", "rows": 1}]


def test_after_the_check_rows_are_masked_to_all_but_their_author(imports: Imports) -> None:
    batch = imports.run(THREE)
    imports.approve(batch)
    [row] = sample(imports, batch)["rows"]
    assert row["values"][3] != "abc"
    assert imports.author.get(f"/imports/{batch['id']}/sample").json["rows"][0]["values"][3] == "abc"


def test_of_a_long_file_the_ends_and_the_same_rows_between_are_shown(imports: Imports) -> None:
    batch = imports.run(lines(PERSONS, *(f"C{n},陈凯{n},男," for n in range(200))))
    numbers = [row["row"] for row in sample(imports, batch)["rows"]]
    assert numbers == [row["row"] for row in sample(imports, batch)["rows"]]
    assert (len(numbers), numbers[:5], numbers[-5:]) == (20, [2, 3, 4, 5, 6], [197, 198, 199, 200, 201])
    assert numbers == sorted(set(numbers))


def test_every_row_can_be_looked_through(imports: Imports) -> None:
    batch = imports.run(lines(PERSONS, *(f"C{n},陈凯{n},男," for n in range(7))))
    first = imports.checker.get(f"/imports/{batch['id']}/rows?limit=4").json
    rest = imports.checker.get(f"/imports/{batch['id']}/rows?limit=4&after={first['next']}").json
    assert [row["row"] for row in (*first["items"], *rest["items"])] == list(range(2, 9))


def test_what_a_row_would_change_is_shown_before_and_after(imports: Imports, add_customer: Add) -> None:
    add_customer(external_code="C1")
    imports.bring(lines(TRANSACTIONS, "T1,C1,2026-10-31,2,25.50"), "transactions")
    newer = lines(TRANSACTIONS, "T1,C1,2026-10-31,3,30.00", "T2,C1,2026-10-31,1,1.00")
    batch = imports.run(newer, "transactions", on_known="update")
    assert (batch["status"], batch["created"], batch["updated"]) == ("waiting_check", 1, 1)
    [known, new] = sample(imports, batch)["rows"]
    assert known["changes"] == [
        {"field": "quantity", "before": "2", "after": "3"},
        {"field": "amount", "before": "25.50", "after": "30.00"},
    ]
    assert new["changes"] == []


def test_what_a_row_has_changed_of_a_known_customer_is_shown(imports: Imports) -> None:
    imports.bring(lines(PERSONS + ",爱好", "C1,陈凯,男,,原值"))
    batch = imports.run(lines(PERSONS + ",爱好", "C1,陈凯,男,,新值", "C2,王岩,女,,"), on_known="update")
    assert sample(imports, batch)["rows"][0]["changes"] == [{"field": "hobbies", "before": "原值", "after": "新值"}]


def test_totals_by_month_and_kind_stand_beside_the_books(imports: Imports, add_customer: Add) -> None:
    add_customer(external_code="C1")
    imports.bring(lines(TRANSACTIONS, "T1,C1,2026-10-31,2,25.50"), "transactions")
    head = TRANSACTIONS + ",类型,作废"
    rows = (
        "N1,C1,2026-10-01,1,10.00,,",
        "N2,C1,2026-10-09,2,0.55,,",
        "N3,C1,2026-09-30,-1,-5,退货,",
        "N6,C1,2026-09-29,2,6,退款,",
        "N4,C1,2026-10-01,1,7,,是",
    )
    batch = imports.run(lines(head, *rows, "N5,C9,2026-10-01,1,99,,"), "transactions")
    empty = {"books_rows": 0, "books_quantity": 0, "books_amount": "0.00"}
    assert sample(imports, batch)["figures"] == [
        {"month": "2026-09", "kind": "return", "rows": 2, "quantity": -3, "amount": "-11.00", **empty},
        {
            "month": "2026-10",
            "kind": "sale",
            "rows": 2,
            "quantity": 3,
            "amount": "10.55",
            "books_rows": 1,
            "books_quantity": 2,
            "books_amount": "25.50",
        },
    ]


def test_returned_transactions_are_not_stored_and_the_others_are(
    service: ServiceUnderTest, imports: Imports, add_customer: Add
) -> None:
    customer = add_customer(external_code="C1")
    batch = imports.run(lines(TRANSACTIONS, *(f"T{n},C1,2026-10-31,1,{n}.00" for n in range(4))), "transactions")
    batch = give_back(imports, batch, 3, 4)
    assert (batch["status"], batch["created"], batch["rejected"]) == ("waiting_check", 2, 2)
    ended = imports.approve(batch)
    assert (ended["status"], ended["created"], ended["rejected"]) == ("done", 2, 2)
    items = imports.author.get(f"/customers/{customer['id']}/transactions").json["items"]
    assert sorted(item["external_id"] for item in items) == ["T0", "T3"]
    assert [(e["row"], e["code"], e["value"]) for e in imports.errors(ended)] == [
        (3, "returned_row", "与表格不符"),
        (4, "returned_row", "与表格不符"),
    ]
    assert len(service.told(RECORDED)) == 1


def test_a_returned_customer_goes_back_to_its_author_and_is_checked_by_itself_then(
    service: ServiceUnderTest, imports: Imports
) -> None:
    batch = give_back(imports, imports.run(THREE), 3)
    assert (batch["created"], batch["rejected"]) == (2, 2)
    imports.approve(batch)
    assert [(c["external_code"], c["status"]) for c in imports.customers()] == [
        ("C1", "active"),
        ("C2", "returned"),
        ("C4", "active"),
    ]
    returned = imports.author.get(f"/customers/{imports.customers()[1]['id']}").json
    assert returned["returned_reason"] == "与表格不符"
    again = imports.author.post(f"/customers/{returned['id']}/submit", version=returned["version"]).json
    assert imports.checker.get("/checks/count").json["customers"] == 1
    approved = imports.checker.post(f"/customers/{again['id']}/approve", version=again["version"])
    assert approved.json["status"] == "active"


def test_a_returned_row_gives_a_known_customer_its_old_values_back_once(imports: Imports) -> None:
    imports.bring(lines(PERSONS + ",爱好", "C1,陈凯,男,,原值"))
    batch = imports.run(lines(PERSONS + ",爱好", "C1,陈凯,男,,新值", "C2,王岩,女,,"), on_known="update")
    batch = give_back(imports, batch, 2)
    assert (batch["updated"], batch["created"], batch["rejected"]) == (0, 1, 1)
    known = imports.customers()[0]
    assert imports.author.get(f"/customers/{known['id']}").json["hobbies"] == "原值"
    back = imports.act("return", batch, {"reason": "其余也不对"}, by=imports.checker)
    assert [error["code"] for error in imports.errors(back)] == ["returned_row"]


def test_the_list_of_checks_and_its_counter_ask_the_same(imports: Imports, add_customer: Add) -> None:
    def listed() -> list[str]:
        items = imports.checker.get("/customers?to_check=true").json["items"]
        count = imports.checker.get("/customers/count?to_check=true").json
        assert imports.checker.get("/checks/count").json["customers"] == len(items) == count["count"]
        return [item["name"] for item in items]

    imports.run(THREE)
    assert listed() == []
    imports.author.post("/customers", {"kind": "person", "name": "单独的", "submit": True})
    imports.checker.post("/customers", {"kind": "person", "name": "自己的", "submit": True})
    assert listed() == ["单独的"]


@pytest.mark.parametrize("act", ["approve", "return"])
def test_a_row_of_a_file_that_waits_is_not_checked_by_itself(imports: Imports, act: str) -> None:
    imports.run(THREE)
    entry = imports.checker.get(f"/customers/{imports.customers()[0]['id']}").json
    assert "approve" not in entry["actions"]
    body = {"reason": "不符"} if act == "return" else None
    answer = imports.checker.post(f"/customers/{entry['id']}/{act}", body, version=entry["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "waits_with_import")


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "choose_rows"), ([4], "not_to_return"), ([9], "not_to_return"), ([1] * 1001, "out_of_range")],
)
def test_only_rows_that_wait_can_be_given_back(imports: Imports, rows: list[int], code: str) -> None:
    batch = imports.run(THREE)
    body = {"rows": rows, "reason": "不符"}
    answer = imports.checker.post(f"/imports/{batch['id']}/return-rows", body, version=batch["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, {"rows": [code]})


def test_the_author_gives_no_rows_back(imports: Imports) -> None:
    own = Imports(imports.service, imports.checker, imports.checker)
    batch = own.run(THREE)
    answer = imports.checker.post(
        f"/imports/{batch['id']}/return-rows", {"rows": [2], "reason": "x"}, version=batch["version"]
    )
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")
