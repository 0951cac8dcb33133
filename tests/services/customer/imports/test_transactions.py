"""Transactions from a file take effect once somebody else has checked them, by the sender's own ids."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.jobs.runner import JobRunner
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.imports.usecases import storing
from services.customer.jobs import jobs
from tests.services.customer.importing import TRANSACTIONS, Imports, after_steps, lines

SAID = "customer.transactions_recorded.v1"
Add = Callable[..., dict[str, Any]]
TWO = lines(TRANSACTIONS, "T1,C1,2026-10-31,2,25.50", "T2,C1,2026-10-31,1,12")


@pytest.fixture
def customer(add_customer: Add) -> dict[str, Any]:
    """A customer that counts."""
    return add_customer(external_code="C1")


def bought(imports: Imports, customer: dict[str, Any]) -> list[tuple[str, str, int, str, bool]]:
    items = imports.author.get(f"/customers/{customer['id']}/transactions").json["items"]
    return sorted((i["external_id"], i["occurred_on"], i["quantity"], i["amount"], i["void"]) for i in items)


def test_transactions_of_a_file_are_stored_when_somebody_else_has_approved_them(
    service: ServiceUnderTest, imports: Imports, customer: dict[str, Any]
) -> None:
    waiting = imports.run(TWO, "transactions")
    assert (waiting["status"], waiting["created"], waiting["done"]) == ("waiting_check", 2, 2)
    assert (bought(imports, customer), service.told(SAID)) == ([], [])
    assert imports.checker.get("/checks/count").json["imports"] == 1
    refused = imports.author.post(f"/imports/{waiting['id']}/approve", version=waiting["version"])
    assert refused.status_code == 403
    batch = imports.approve(waiting)
    assert (batch["status"], batch["created"], batch["done"]) == ("done", 2, 2)
    assert bought(imports, customer) == [
        ("T1", "2026-10-31", 2, "25.50", False),
        ("T2", "2026-10-31", 1, "12.00", False),
    ]
    [told] = service.told(SAID)
    assert sorted(fact["amount"] for fact in told["facts"]) == ["12.00", "25.50"]


def test_the_same_file_twice_changes_nothing(
    service: ServiceUnderTest, imports: Imports, customer: dict[str, Any]
) -> None:
    imports.bring(TWO, "transactions")
    for on_known in ("skip", "update"):
        batch = imports.bring(TWO, "transactions", on_known=on_known)
        assert (batch["created"], batch["updated"], batch["unchanged"]) == (0, 0, 2)
    assert len(service.told(SAID)) == 1


def test_a_large_file_is_stored_by_two_workers_at_once_and_ends_once(
    service: ServiceUnderTest, imports: Imports, customer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "FOR_TWO", 40)
    monkeypatch.setattr(storing, "STEP", dict.fromkeys(storing.STEP, 7))
    content = lines(TRANSACTIONS, *(f"T{n % 90},C1,2026-10-31,1,{n % 90}.00" for n in range(100)))
    batch = imports.upload(content, "transactions")
    batch = imports.act("start", batch)
    assert (batch["status"], batch["created"], batch["rejected"]) == ("waiting_check", 90, 10)
    approved = imports.checker.post(f"/imports/{batch['id']}/approve", version=batch["version"])
    assert approved.status_code == 200
    runners = [JobRunner(service.engine, jobs) for _ in range(2)]
    assert runners[0].run_due(seconds=60, stop=after_steps(1)) == 1
    with ThreadPoolExecutor(2) as workers:
        steps = list(workers.map(lambda runner: runner.run_due(seconds=60), runners))
    assert all(steps)
    ended = imports.get(batch["id"])
    numbers = (ended["status"], ended["created"], ended["rejected"], ended["done"], ended["total"])
    assert numbers == ("done", 90, 10, 100, 100)
    facts = [fact["transaction_id"] for told in service.told(SAID) for fact in told["facts"]]
    assert len(facts) == len(set(facts)) == 90
    assert [row for row, _, code in imports.flaws(ended) if code == "twice_in_file"] == list(range(92, 102))


def test_a_packed_file_is_read_like_any_other(imports: Imports, customer: dict[str, Any]) -> None:
    batch = imports.bring(gzip.compress(TWO), "transactions", name="t.csv.gz")
    assert (batch["created"], batch["encoding"]) == (2, "utf-8-sig")


def test_known_transactions_are_corrected_only_when_it_is_wanted(imports: Imports, customer: dict[str, Any]) -> None:
    imports.bring(TWO, "transactions")
    newer = lines(TRANSACTIONS, "T1,C1,2026-10-31,2,30.00")
    assert imports.bring(newer, "transactions")["unchanged"] == 1
    assert imports.bring(newer, "transactions", on_known="update")["updated"] == 1
    assert bought(imports, customer)[0] == ("T1", "2026-10-31", 2, "30.00", False)


def test_two_senders_may_use_the_same_ids(imports: Imports, customer: dict[str, Any]) -> None:
    imports.bring(TWO, "transactions", source="erp")
    assert imports.bring(TWO, "transactions", source="shop")["created"] == 2


def test_values_are_read_as_people_write_them(imports: Imports, customer: dict[str, Any]) -> None:
    batch = imports.bring(
        lines(
            "单号,客户编号,日期,数量,金额,类型,作废",
            'T1,C1,2026/3/5,"1,000","1,234.50",销售,否',
            "T2,C1,2026年3月6日,-2.0,-12.30,退货,",
            "T3,C1,20260307,1,5,服务,是",
        ),
        "transactions",
    )
    assert imports.errors(batch) == []
    assert bought(imports, customer) == [
        ("T1", "2026-03-05", 1000, "1234.50", False),
        ("T2", "2026-03-06", -2, "-12.30", False),
        ("T3", "2026-03-07", 1, "5.00", True),
    ]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("T1,C1,2026-02-31,1,5", "occurred_on", "not_a_date"),
        ("T1,C1,31/10/2026,1,5", "occurred_on", "not_a_date"),
        ("T1,C1,,1,5", "occurred_on", "required"),
        ("T1,C1,2026-10-31,1,abc", "amount", "not_a_number"),
        ('T1,C1,2026-10-31,1,"1,23"', "amount", "not_a_number"),
        ('T1,C1,2026-10-31,1,"12,34.50"', "amount", "not_a_number"),
        ("T1,C1,2026-10-31,1,NaN", "amount", "not_a_number"),
        ("T1,C1,2026-10-31,1,1.005", "amount", "too_many_decimals"),
        ("T1,C1,2026-10-31,1,123456789012345678.00", "amount", "out_of_range"),
        ("T1,C1,2026-10-31,99999999999,5", "quantity", "out_of_range"),
        ("T1,C1,2026-10-31,1.5,5", "quantity", "not_a_whole_number"),
        ("T1,C9,2026-10-31,1,5", "customer_code", "no_such_customer"),
        (",C1,2026-10-31,1,5", "transaction_id", "required"),
        ("=cmd|' /C calc'!A0,C1,2026-10-31,1,5", "transaction_id", "formula"),
        ("T1,C1,2026-10-31,1,5,extra", "#6", "too_many_cells"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(
    imports: Imports, customer: dict[str, Any], row: str, column: str, code: str
) -> None:
    batch = imports.bring(
        lines(TRANSACTIONS, "T0,C1,2026-10-30,1,1.00", row, "T3,C1,2026-10-31,1,9.00"), "transactions"
    )
    assert (batch["status"], batch["created"], batch["rejected"], batch["done"]) == ("done", 2, 1, 3)
    assert imports.flaws(batch) == [(3, column, code)]


def test_of_two_rows_with_one_id_the_first_counts(imports: Imports, customer: dict[str, Any]) -> None:
    batch = imports.bring(
        lines(TRANSACTIONS, "T1,C1,2026-10-30,1,1.00", "T2,C1,2026-10-30,1,2.00", "T1,C1,2026-10-31,1,9.00"),
        "transactions",
    )
    assert imports.flaws(batch) == [(4, "transaction_id", "twice_in_file")]
    assert [line[3] for line in bought(imports, customer)] == ["1.00", "2.00"]
    assert (batch["created"], batch["rejected"], batch["done"]) == (2, 1, 3)


def test_the_short_way_and_the_long_way_agree(imports: Imports, customer: dict[str, Any]) -> None:
    short = imports.bring(TWO, "transactions", source="short")
    long = imports.bring(
        lines(TRANSACTIONS + ",产品", "T1,C1,2026-10-31,2,25.50,", "T2,C1,2026-10-31,1,12,"),
        "transactions",
        source="long",
    )
    assert short["created"] == long["created"] == 2
    lines_of = bought(imports, customer)
    assert lines_of[0] == lines_of[1]
    assert lines_of[2] == lines_of[3]


def test_the_author_cannot_approve_transactions_even_with_the_right_to_check(
    imports: Imports, customer: dict[str, Any]
) -> None:
    own = Imports(imports.service, imports.checker, imports.checker)
    batch = own.run(TWO, "transactions")
    refused = imports.checker.post(f"/imports/{batch['id']}/approve", version=batch["version"])
    assert (refused.status_code, refused.json["code"]) == (409, "same_person")


def test_transactions_that_are_returned_were_never_stored(
    service: ServiceUnderTest, imports: Imports, customer: dict[str, Any]
) -> None:
    batch = imports.run(TWO, "transactions")
    back = imports.act("return", batch, {"reason": "与单据不符"}, by=imports.checker)
    assert (back["status"], back["returned_reason"]) == ("taken_back", "与单据不符")
    assert (bought(imports, customer), service.told(SAID)) == ([], [])


def test_a_file_that_changes_nothing_waits_for_nobody(imports: Imports, customer: dict[str, Any]) -> None:
    assert imports.run(lines(TRANSACTIONS, "T1,C9,2026-10-31,1,1.00"), "transactions")["status"] == "done"


def test_a_file_within_the_limit_needs_no_second_person(
    imports: Imports, customer: dict[str, Any], somebody: Callable[..., Caller]
) -> None:
    leader = somebody({P.EXPORT_APPROVE: Scope.ALL})
    policy = leader.get("/imports/policy").json
    assert (policy["rows_unasked"], policy["actions"]) == (0, ["set-limit"])
    answer = leader.patch("/imports/policy", {"rows_unasked": 2}, version=policy["version"])
    assert answer.json["rows_unasked"] == 2
    assert imports.run(TWO, "transactions")["status"] == "done"
    assert len(bought(imports, customer)) == 2
    three = lines(TRANSACTIONS, *(f"N{n},C1,2026-10-31,1,1.00" for n in range(3)))
    assert imports.run(three, "transactions")["status"] == "waiting_check"


def test_a_manager_of_one_department_does_not_set_the_limit(somebody: Callable[..., Caller]) -> None:
    manager = somebody({P.EXPORT_APPROVE: Scope.DEPARTMENT})
    policy = manager.get("/imports/policy").json
    assert policy["actions"] == []
    answer = manager.patch("/imports/policy", {"rows_unasked": 9}, version=policy["version"])
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_what_was_wrong_only_at_the_approval_is_listed_then(
    service: ServiceUnderTest, imports: Imports, customer: dict[str, Any]
) -> None:
    batch = imports.run(lines(TRANSACTIONS, "T1,C1,2026-10-31,1,1.00", "T2,C1,2026-10-31,1,2.00"), "transactions")
    other = imports.bring(lines(TRANSACTIONS, "T1,C1,2026-10-30,1,9.00"), "transactions")
    assert other["created"] == 1
    ended = imports.approve(batch)
    numbers = (ended["status"], ended["created"], ended["unchanged"], ended["rejected"])
    assert numbers == ("done", 1, 1, 0)
    assert [line[3] for line in bought(imports, customer)] == ["9.00", "2.00"]
