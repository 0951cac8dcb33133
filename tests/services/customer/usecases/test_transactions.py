"""Transactions of one sender: what is new, corrected, left alone, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.customer.usecases import transactions
from services.customer.usecases.transactions import Recorded, RecordTransactions, TransactionRow, record_transactions

Add = Callable[..., dict[str, Any]]
SAID = "customer.transactions_recorded.v1"


def row(id: str = "T1", **values: Any) -> TransactionRow:
    usual = {"customer_code": "C1", "occurred_on": date(2026, 10, 31), "quantity": 2, "amount": Decimal("25.50")}
    return TransactionRow(external_id=id, **usual | values)


@pytest.fixture
def record(service: ServiceUnderTest, erp: Caller, add_customer: Add) -> Callable[..., Recorded]:
    """``record(row(), row(), keep_good=True)`` reports transactions of the customer C1."""
    add_customer(external_code="C1")

    def say(*rows: TransactionRow, source: str = "erp", **how: bool) -> Recorded:
        with service.unit_of_work(erp.actor) as ctx:
            return record_transactions(ctx, RecordTransactions(source=source, transactions=rows, **how))

    return say


def versions(service: ServiceUnderTest) -> list[list[int]]:
    return [[fact["version"] for fact in told["facts"]] for told in service.told(SAID)]


def test_an_id_twice_in_a_batch_is_refused_where_it_comes_again(record: Callable[..., Recorded]) -> None:
    found = record(row("T1"), row("T2"), row("T1", quantity=3), keep_good=True)
    assert (found.accepted, found.created) == (2, 2)
    assert [(each.index, each.field, each.code) for each in found.rejected] == [(2, "external_id", "twice_in_batch")]


def test_a_row_that_was_refused_does_not_make_its_id_known(record: Callable[..., Recorded]) -> None:
    found = record(row("T1", customer_code="nobody"), row("T1"), keep_good=True)
    assert (found.accepted, [each.code for each in found.rejected]) == (1, ["no_such_customer"])


def test_all_refused_stores_and_tells_nothing(service: ServiceUnderTest, record: Callable[..., Recorded]) -> None:
    found = record(row(customer_code="nobody"), keep_good=True)
    assert (found.accepted, found.created, versions(service)) == (0, 0, [])


@pytest.mark.parametrize(
    "values",
    [
        {"amount": Decimal("25.51")},
        {"quantity": 3},
        {"occurred_on": date(2026, 11, 1)},
        {"product": "茶"},
        {"void": True},
    ],
)
def test_any_other_value_is_a_correction_and_the_same_ones_are_none(
    service: ServiceUnderTest, record: Callable[..., Recorded], values: dict[str, Any]
) -> None:
    record(row())
    found = record(row(**values))
    assert (found.accepted, found.created, found.corrected, found.unchanged) == (1, 0, 1, 0)
    again = record(row(**values))
    assert (again.corrected, again.unchanged, versions(service)) == (0, 1, [[1], [2]])


def test_known_ones_may_be_left_as_they_are_unless_they_are_void(
    service: ServiceUnderTest, record: Callable[..., Recorded]
) -> None:
    record(row("T1"), row("T2", void=True))
    found = record(row("T1", quantity=3), row("T2"), row("T3"), leave_known=True)
    assert (found.created, found.corrected, found.unchanged) == (1, 1, 1)
    assert versions(service)[1:] == [[2, 1]] or versions(service)[1:] == [[1, 2]]


def test_each_sender_has_ids_of_its_own(record: Callable[..., Recorded]) -> None:
    assert (record(row()).created, record(row(), source="shop").created) == (1, 1)


@pytest.mark.parametrize(("rows", "told"), [(2, [2]), (3, [2, 1]), (4, [2, 2]), (5, [2, 2, 1])])
def test_many_are_told_in_several_events_and_each_once(
    service: ServiceUnderTest,
    record: Callable[..., Recorded],
    monkeypatch: pytest.MonkeyPatch,
    rows: int,
    told: list[int],
) -> None:
    monkeypatch.setattr(transactions, "MOST", 2)
    record(*(row(f"T{number}") for number in range(rows)))
    assert [len(each["facts"]) for each in service.told(SAID)] == told
    assert len({fact["transaction_id"] for each in service.told(SAID) for fact in each["facts"]}) == rows


def test_so_many_come_at_once() -> None:
    assert transactions.MOST == 1_000
