"""Transactions come with the sender's own ids: twice is once, and the same id corrects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest

Add = Callable[..., dict[str, Any]]
SAID = "customer.transactions_recorded.v1"


def row(**values: Any) -> dict[str, Any]:
    return {
        "external_id": "T1",
        "customer_code": "C1",
        "occurred_on": "2026-10-31",
        "quantity": 2,
        "amount": "25.50",
    } | values


def batch(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"source": "erp", "transactions": list(rows)}


def test_new_rows_are_stored_and_told_as_one_batch(service: ServiceUnderTest, erp: Caller, add_customer: Add) -> None:
    customer = add_customer(external_code="C1")
    answer = erp.post("/transactions", batch(row(), row(external_id="T2", customer_code=customer["code"])))
    assert answer.json == {"accepted": 2, "created": 2, "corrected": 0, "unchanged": 0, "rejected": []}
    [told] = service.told(SAID)
    assert [(fact["customer_id"], fact["amount"], fact["version"]) for fact in told["facts"]] == [
        (customer["id"], "25.50", 1)
    ] * 2


def test_the_same_batch_again_changes_and_tells_nothing(
    service: ServiceUnderTest, erp: Caller, add_customer: Add
) -> None:
    add_customer(external_code="C1")
    erp.post("/transactions", batch(row()))
    again = erp.post("/transactions", batch(row()))
    assert again.json["unchanged"] == 1
    assert len(service.told(SAID)) == 1


def test_the_same_id_with_other_values_is_a_correction(
    service: ServiceUnderTest, erp: Caller, clerk: Caller, add_customer: Add
) -> None:
    customer = add_customer(external_code="C1")
    erp.post("/transactions", batch(row()))
    answer = erp.post("/transactions", batch(row(amount="30.00")))
    assert answer.json["corrected"] == 1
    [now] = clerk.get(f"/customers/{customer['id']}/transactions").json["items"]
    assert (now["amount"], now["version"]) == ("30.00", 2)
    assert [told["facts"][0]["version"] for told in service.told(SAID)] == [1, 2]


def test_one_bad_row_stores_nothing_unless_the_good_ones_are_wanted(
    service: ServiceUnderTest, erp: Caller, add_customer: Add
) -> None:
    add_customer(external_code="C1")
    rows = batch(row(), row(external_id="T2", customer_code="nobody"))
    refused = erp.post("/transactions", rows).json
    assert refused["rejected"] == [
        {"index": 1, "external_id": "T2", "field": "customer_code", "code": "no_such_customer"}
    ]
    assert (refused["accepted"], service.told(SAID)) == (0, [])
    taken = erp.post("/transactions", {**rows, "partial": True}).json
    assert (taken["accepted"], len(taken["rejected"])) == (1, 1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": "abc"}, "not_a_number"),
        ({"amount": "1,234.50"}, "not_a_number"),
        ({"amount": "NaN"}, "not_a_number"),
        ({"amount": "1e30"}, "out_of_range"),
        ({"amount": "1.005"}, "too_many_decimals"),
        ({"occurred_on": "2026-02-31"}, "not_a_date"),
        ({"quantity": 1.5}, "not_a_whole_number"),
        ({"quantity": 10**12}, "out_of_range"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_place(erp: Caller, values: dict[str, Any], code: str) -> None:
    answer = erp.post("/transactions", batch(row(**values)))
    assert answer.status_code == 422
    [[found]] = [list(fields.values()) for fields in answer.json["fields"]["transactions"].values()]
    assert found == [code]


def test_a_draft_is_no_customer_to_a_transaction(erp: Caller, clerk: Caller) -> None:
    clerk.post("/customers", {"kind": "person", "name": "张三", "external_code": "C1"})
    assert erp.post("/transactions", batch(row())).json["rejected"][0]["code"] == "no_such_customer"
