"""One step takes a whole import back: what it has added is disabled, what somebody has changed since stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import ServiceUnderTest
from tests.services.customer.importing import PERSONS, TRANSACTIONS, Imports, lines

CUSTOMER = "customer.customer_changed.v1"
RECORDED = "customer.transactions_recorded.v1"
Add = Callable[..., dict[str, Any]]
TWO = lines(PERSONS, "C1,陈凯,男,13843771497", "C2,王岩,女,15149329277")


def test_customers_of_a_checked_import_are_disabled_and_told(service: ServiceUnderTest, imports: Imports) -> None:
    batch = imports.act("take-back", imports.bring(TWO))
    assert (batch["status"], batch["done"]) == ("taken_back", 2)
    assert {c["status"] for c in imports.customers()} == {"disabled"}
    assert [(told["version"], told["active"]) for told in service.told(CUSTOMER)][-2:] == [(3, False), (3, False)]
    trail = imports.author.get(f"/customers/{imports.customers()[0]['id']}/changes").json["items"]
    assert trail[0]["action"] == "taken_back"
    assert trail[0]["changes"] == {"status": ["active", "disabled"]}


def test_entries_nobody_has_checked_are_disabled_silently(service: ServiceUnderTest, imports: Imports) -> None:
    batch = imports.act("take-back", imports.run(TWO))
    assert batch["status"] == "taken_back"
    assert {c["status"] for c in imports.customers()} == {"disabled"}
    assert service.told(CUSTOMER) == []


def test_a_returned_import_is_taken_back_with_its_reason(imports: Imports) -> None:
    batch = imports.run(TWO)
    back = imports.act("return", batch, {"reason": "性别与表格不符"}, by=imports.checker)
    assert (back["status"], back["returned_reason"]) == ("taken_back", "性别与表格不符")
    customer = imports.author.get(f"/customers/{imports.customers()[0]['id']}").json
    assert (customer["status"], customer["disabled_reason"]) == ("disabled", "性别与表格不符")


def test_a_file_that_was_taken_back_can_be_imported_again(service: ServiceUnderTest, imports: Imports) -> None:
    imports.act("take-back", imports.bring(TWO))
    corrected = lines(PERSONS, "C1,陈凯,女,13843771497", "C2,王炎,,")
    batch = imports.bring(corrected)
    assert (batch["status"], batch["created"], batch["rejected"]) == ("done", 2, 0)
    assert [(c["name"], c["status"], c["mobile"]) for c in imports.customers()] == [
        ("陈凯", "active", "13843771497"),
        ("王炎", "active", ""),
    ]
    assert [told["active"] for told in service.told(CUSTOMER)][-2:] == [True, True]
    imports.act("take-back", batch)
    assert {c["status"] for c in imports.customers()} == {"disabled"}


def test_a_customer_that_was_changed_since_stays(imports: Imports) -> None:
    batch = imports.bring(TWO)
    first = imports.customers()[0]
    imports.author.patch(f"/customers/{first['id']}", {"hobbies": "围棋"}, version=first["version"])
    back = imports.act("take-back", batch)
    assert [c["status"] for c in imports.customers()] == ["active", "disabled"]
    assert imports.errors(back) == [{"row": 0, "column": "", "code": "changed_since", "value": first["code"]}]


UPDATED = lines(PERSONS + ",爱好,背景", "C1,陈凯,男,13843771497,新值,新背景", "C9,严瑜,女,,,")


def updated(imports: Imports) -> tuple[dict[str, Any], dict[str, Any]]:
    """An import that has changed a known customer and added another, and the known one."""
    imports.bring(lines(PERSONS + ",爱好", "C1,陈凯,男,13843771497,原值"))
    batch = imports.bring(UPDATED, on_known="update")
    assert (batch["updated"], batch["created"]) == (1, 1)
    return batch, imports.author.get(f"/customers/{imports.customers()[0]['id']}").json


def test_what_an_import_has_changed_gets_its_old_values_back(service: ServiceUnderTest, imports: Imports) -> None:
    batch, known = updated(imports)
    assert (known["hobbies"], known["background"]) == ("新值", "新背景")
    back = imports.act("take-back", batch)
    assert (back["status"], back["done"]) == ("taken_back", 2)
    now = imports.author.get(f"/customers/{known['id']}").json
    assert (now["hobbies"], now["background"], now["status"]) == ("原值", "", "active")
    assert [c["status"] for c in imports.customers()] == ["active", "disabled"]
    trail = imports.author.get(f"/customers/{known['id']}/changes").json["items"]
    assert trail[0]["changes"] == {"hobbies": ["新值", "原值"], "background": ["新背景", ""]}
    told = [said for said in service.told(CUSTOMER) if said["external_code"] == "C1"]
    assert told[-1]["version"] == now["version"]


def test_a_field_that_somebody_has_changed_since_stays_and_is_listed(imports: Imports) -> None:
    batch, known = updated(imports)
    imports.author.patch(f"/customers/{known['id']}", {"hobbies": "围棋"}, version=known["version"])
    back = imports.act("take-back", batch)
    now = imports.author.get(f"/customers/{known['id']}").json
    assert (now["hobbies"], now["background"]) == ("围棋", "")
    assert [(e["row"], e["column"], e["code"], e["value"]) for e in imports.errors(back)] == [
        (2, "爱好", "changed_since", known["code"])
    ]


def test_corrected_transactions_get_their_old_values_back(
    service: ServiceUnderTest, imports: Imports, add_customer: Add
) -> None:
    customer = add_customer(external_code="C1")
    imports.bring(lines(TRANSACTIONS, "T1,C1,2026-10-31,2,25.50"), "transactions")
    newer = lines(TRANSACTIONS + ",类型", "T1,C1,2026-09-01,3,30.00,服务", "T2,C1,2026-10-31,1,1.00,")
    batch = imports.bring(newer, "transactions", on_known="update")
    assert (batch["updated"], batch["created"]) == (1, 1)
    imports.act("take-back", batch)
    items = imports.author.get(f"/customers/{customer['id']}/transactions").json["items"]
    shown = {i["external_id"]: (i["occurred_on"], i["quantity"], i["amount"], i["kind"], i["void"]) for i in items}
    assert shown == {
        "T1": ("2026-10-31", 2, "25.50", "sale", False),
        "T2": ("2026-10-31", 1, "1.00", "sale", True),
    }
    [fact] = service.told(RECORDED)[-1]["facts"]
    assert (fact["amount"], fact["quantity"], fact["kind"], fact["version"]) == ("25.50", 2, "sale", 3)


def test_known_customers_that_an_import_only_met_are_left_alone(imports: Imports) -> None:
    imports.bring(TWO)
    second = imports.bring(lines(PERSONS, "C2,王岩,女,15149329277", "C3,严瑜,女,"))
    imports.act("take-back", second)
    assert [c["status"] for c in imports.customers()] == ["active", "active", "disabled"]


def test_transactions_are_made_void_and_told_as_corrections(
    service: ServiceUnderTest, imports: Imports, add_customer: Add
) -> None:
    customer = add_customer(external_code="C1")
    rows = lines(TRANSACTIONS, "T1,C1,2026-10-31,2,25.50", "T2,C1,2026-10-31,1,12")
    batch = imports.bring(rows, "transactions")
    imports.act("take-back", batch)
    items = imports.author.get(f"/customers/{customer['id']}/transactions").json["items"]
    assert [(item["void"], item["version"]) for item in items] == [(True, 2), (True, 2)]
    assert [(fact["void"], fact["version"]) for fact in service.told(RECORDED)[-1]["facts"]] == [(True, 2)] * 2

    again = imports.bring(rows, "transactions")
    assert (again["updated"], again["unchanged"]) == (2, 0)
    imports.act("take-back", again)
    items = imports.author.get(f"/customers/{customer['id']}/transactions").json["items"]
    assert [(item["void"], item["version"]) for item in items] == [(True, 4), (True, 4)]


def test_a_file_that_was_only_read_can_be_dropped(imports: Imports) -> None:
    batch = imports.act("take-back", imports.upload(TWO))
    assert (batch["status"], imports.customers()) == ("taken_back", [])


@pytest.mark.parametrize("what", ["start", "approve", "take-back"])
def test_what_was_taken_back_stays_so(imports: Imports, what: str) -> None:
    batch = imports.act("take-back", imports.upload(TWO))
    by = imports.checker if what == "approve" else imports.author
    answer = by.post(f"/imports/{batch['id']}/{what}", {} if what == "start" else None, version=batch["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")
