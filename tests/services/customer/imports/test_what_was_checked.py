"""What was checked is what counts: no file, edit or way round makes active what nobody else has approved as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.importing import CHECKER, PERSONS, TRANSACTIONS, Imports, lines

CUSTOMER = "customer.customer_changed.v1"
SERVICE = {
    P.CUSTOMER_READ: Scope.OWN,
    P.CUSTOMER_SERVE: Scope.ALL,
    P.CUSTOMER_WRITE: Scope.OWN,
    P.TRANSACTION_READ: Scope.OWN,
    P.IMPORT_RUN: Scope.OWN,
}
FIRST = lines(PERSONS, "K1,真名张三,男,13811110001")
SECOND = lines(PERSONS, "K1,假名李四,男,13822220002")


@pytest.fixture
def own(service: ServiceUnderTest, imports: Imports) -> Imports:
    """Files of somebody of customer service, who changes the own customers only."""
    return replace(imports, author=service.person("赵敏", SERVICE, roles=("service",)))


def one(by: Caller, code: str = "K1") -> dict[str, Any]:
    [found] = by.get(f"/customers?q={code}").json["items"]
    return dict(by.get(f"/customers/{found['id']}").json)


def test_what_was_entered_again_after_its_check_comes_back_as_a_draft(service: ServiceUnderTest, own: Imports) -> None:
    own.act("take-back", own.bring(FIRST))
    own.act("take-back", own.run(SECOND))
    known, told = one(own.author), len(service.told(CUSTOMER))
    back = own.author.post(f"/customers/{known['id']}/enable", version=known["version"])
    assert (back.status_code, back.json["status"], back.json["verified_by_name"]) == (200, "draft", "")
    assert len(service.told(CUSTOMER)) == told


def test_what_was_returned_after_its_check_comes_back_as_a_draft(service: ServiceUnderTest, own: Imports) -> None:
    own.act("take-back", own.bring(FIRST))
    waiting = own.run(SECOND)
    row = {"rows": [2], "reason": "不符"}
    own.act("return-rows", waiting, row, by=own.checker)
    known = one(own.author)
    gone = own.author.post(f"/customers/{known['id']}/disable", {}, version=known["version"]).json
    back = own.author.post(f"/customers/{known['id']}/enable", version=gone["version"])
    assert (back.status_code, back.json["status"]) == (200, "draft")


def test_the_database_itself_keeps_entries_unchecked_and_what_is_active_checked(
    service: ServiceUnderTest, own: Imports
) -> None:
    own.bring(FIRST)
    for wrong in ("status = 'submitted'", "verified_at = NULL"):
        with pytest.raises(IntegrityError), service.engine.begin() as connection:
            connection.execute(text(f"UPDATE customer SET {wrong}"))


def test_a_colleagues_customer_is_not_taken_over_by_a_file(service: ServiceUnderTest, own: Imports) -> None:
    own.act("take-back", own.bring(lines(PERSONS, "K2,张三,男,13811110001")))
    known = one(own.author, "K2")
    thief = replace(own, author=service.person("钱多", SERVICE, roles=("service",)))
    for on_known in ("skip", "update"):
        batch = thief.run(lines("编号,姓名", "K2,x"), on_known=on_known)
        assert (batch["created"], batch["updated"]) == (0, 0)
        assert thief.author.get(f"/customers/{known['id']}").status_code == 404
        assert one(own.author, "K2") == known
    assert thief.flaws(batch) == [(2, "编号", "already_taken")]


def test_of_a_customer_out_of_reach_a_file_does_not_even_learn_the_kind(
    service: ServiceUnderTest, own: Imports
) -> None:
    own.bring(FIRST)
    other = replace(own, author=service.person("钱多", SERVICE, roles=("service",)))
    batch = other.run(lines("编号,企业名称", "K1,某公司"), on_known="update")
    assert other.flaws(batch) == [(2, "编号", "already_taken")]


def test_what_is_entered_again_keeps_nothing_that_the_file_does_not_say_and_stays_whose_it_is(
    service: ServiceUnderTest, own: Imports
) -> None:
    sales = service.person("孙销", {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN}, roles=("sales",))
    own.act("take-back", own.bring(lines(PERSONS + ",客户归属", "K1,张三,男,13811110001,孙销")))
    own.bring(lines("编号,姓名", "K1,张三丰"))
    seen = one(sales)
    assert (seen["name"], seen["mobile"], seen["status"]) == ("张三丰", "", "active")


def test_an_author_does_not_enter_again_what_the_owner_has_worked_on(service: ServiceUnderTest, own: Imports) -> None:
    sales = service.person("孙销", {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN}, roles=("sales",))
    batch = own.bring(lines(PERSONS + ",客户归属", "K1,张三,男,13811110001,孙销"))
    contact = sales.post(f"/customers/{one(sales)['id']}/contacts", {"name": "张妻", "phone": "13900001111"})
    assert contact.status_code == 201, contact.json
    own.act("take-back", batch)
    again = own.run(lines("编号,姓名,客户归属", "K1,张三,赵敏"), on_known="update")
    assert (again["created"], own.flaws(again)) == (0, [(2, "编号", "already_taken")])


@pytest.mark.parametrize("action", ["patch", "withdraw", "disable"])
def test_an_entry_of_a_file_that_waits_is_what_the_file_says(own: Imports, action: str) -> None:
    waiting = own.run(FIRST)
    entry = one(own.author)
    assert not {"edit", "withdraw", "disable", "give"} & set(entry["actions"])
    path, version = f"/customers/{entry['id']}", entry["version"]
    if action == "patch":
        answer = own.author.patch(path, {"name": "假名", "mobile": "13822220002"}, version=version)
    else:
        answer = own.author.post(f"{path}/{action}", {} if action == "disable" else None, version=version)
    assert (answer.status_code, answer.json["code"]) == (409, "waits_with_import")
    own.approve(waiting)
    assert one(own.author)["name"] == "真名张三"


def test_no_other_file_changes_an_entry_of_a_file_that_waits(own: Imports) -> None:
    own.run(FIRST)
    batch = own.run(SECOND, on_known="update")
    assert own.flaws(batch) == [(2, "编号", "waits_with_import")]
    assert one(own.author)["name"] == "真名张三"


def test_whoever_has_written_a_row_does_not_approve_the_file(service: ServiceUnderTest, own: Imports) -> None:
    """A row of it was typed by the checker before it was taken back and brought anew."""
    both = service.person("周全", CHECKER | {P.CUSTOMER_WRITE: Scope.ALL}, roles=("sales", "verifier"))
    own.act("take-back", own.bring(FIRST))
    known = one(own.author)
    changed = both.patch(f"/customers/{known['id']}", {"hobbies": "茶"}, version=known["version"])
    assert changed.status_code == 200, changed.json
    waiting = own.run(SECOND)
    assert waiting["status"] == "waiting_check"
    shown = both.get(f"/imports/{waiting['id']}").json
    assert "approve" not in shown["actions"]
    answer = both.post(f"/imports/{waiting['id']}/approve", version=shown["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")


def test_whoever_has_changed_an_entry_by_a_file_does_not_approve_it(service: ServiceUnderTest, own: Imports) -> None:
    both = service.person("周全", CHECKER | {P.CUSTOMER_WRITE: Scope.ALL}, roles=("sales", "verifier"))
    path = "/customers"
    values = {"kind": "person", "name": "张三", "external_code": "K1", "submit": True}
    entry = own.author.post(path, values).json
    changing = replace(own, author=both)
    batch = changing.run(SECOND, on_known="update")
    assert batch["updated"] == 1, batch
    entry = both.get(f"/customers/{entry['id']}").json
    assert entry["name"] == "假名李四"
    answer = both.post(f"/customers/{entry['id']}/approve", version=entry["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")


def test_rows_given_back_and_owners_who_leave_end_what_somebody_has_looked_at(
    service: ServiceUnderTest, own: Imports
) -> None:
    waiting = own.run(lines(PERSONS, "K1,张三,男,", "K2,李四,男,"))
    giver = service.person("周理", {P.CUSTOMER_GIVE: Scope.ALL, P.CUSTOMER_READ: Scope.ALL}, roles=("leadership",))
    taker = service.person("孙销", {P.CUSTOMER_READ: Scope.OWN}, roles=("sales",))
    seen = own.get(waiting["id"])["version"]
    back = {"rows": [2], "reason": "不符"}
    moved = own.checker.post(f"/imports/{waiting['id']}/return-rows", back, version=seen).json["version"]
    body = {"from_staff": str(own.author.actor.id), "to_staff": str(taker.actor.id)}
    assert giver.post("/hand-overs/all", body).status_code == 200
    for stale in (seen, moved):
        answer = own.checker.post(f"/imports/{waiting['id']}/approve", version=stale)
        assert answer.status_code == 412


def test_taking_a_file_back_leaves_what_somebody_has_checked_since(own: Imports) -> None:
    entry = own.author.post("/customers", {"kind": "person", "name": "旧名", "external_code": "K1"}).json
    batch = own.run(SECOND, on_known="update")
    entry = one(own.author)
    own.author.post(f"/customers/{entry['id']}/submit", version=entry["version"])
    entry = own.checker.get(f"/customers/{entry['id']}").json
    assert own.checker.post(f"/customers/{entry['id']}/approve", version=entry["version"]).status_code == 200
    back = own.act("take-back", own.get(batch["id"]))
    assert one(own.author)["name"] == "假名李四"
    assert {code for _, _, code in own.flaws(back)} == {"needs_check"}


def test_a_change_that_waits_is_not_put_into_an_entry(own: Imports) -> None:
    batch = own.bring(FIRST)
    known = one(own.author)
    own.author.patch(f"/customers/{known['id']}", {"mobile": "13833330003"}, version=known["version"])
    request = one(own.author)["change_request"]
    own.act("take-back", own.get(batch["id"]))
    own.run(FIRST)
    answer = own.checker.post(f"/change-requests/{request['id']}/approve", version=request["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")
    assert one(own.author)["mobile"] == "13811110001"


HEAD, T1 = TRANSACTIONS, "T1,K1,2026-10-31,2,100.00"


def test_a_file_does_not_rewrite_what_a_program_reports(own: Imports, erp: Caller) -> None:
    own.bring(FIRST)
    row = {"external_id": "T1", "customer_code": "K1", "occurred_on": "2026-10-31", "quantity": 2, "amount": "100.00"}
    assert erp.post("/transactions", {"source": "erp", "transactions": [row]}).json["created"] == 1
    batch = own.upload(lines(HEAD, "T1,K1,2026-10-31,2,9999999.00"), "transactions")
    start = {"source": "erp", "on_known": "update"}
    answer = own.author.post(f"/imports/{batch['id']}/start", start, version=batch["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, {"source": ["reported_by_program"]})
    [kept] = own.author.get(f"/customers/{one(own.author)['id']}/transactions").json["items"]
    assert kept["amount"] == "100.00"


def test_a_program_that_begins_to_report_later_is_not_rewritten_either(own: Imports, erp: Caller) -> None:
    own.bring(FIRST)
    batch = own.run(lines(HEAD, "T1,K1,2026-10-31,2,9999999.00"), "transactions", source="shop", on_known="update")
    row = {"external_id": "T1", "customer_code": "K1", "occurred_on": "2026-10-31", "quantity": 2, "amount": "100.00"}
    assert erp.post("/transactions", {"source": "shop", "transactions": [row]}).json["created"] == 1
    ended = own.approve(batch)
    assert own.flaws(ended) == [(2, "transaction_id", "already_taken")]
    [kept] = own.author.get(f"/customers/{one(own.author)['id']}/transactions").json["items"]
    assert kept["amount"] == "100.00"


def test_a_customer_out_of_sight_and_none_at_all_are_the_same_to_a_file_of_transactions(
    service: ServiceUnderTest, own: Imports
) -> None:
    own.bring(FIRST)
    blind = {P.CUSTOMER_READ: Scope.OWN, P.IMPORT_RUN: Scope.OWN}
    other = replace(own, author=service.person("钱多", blind, roles=("sales",)))
    batch = other.run(lines(HEAD, T1, "T2,K9,2026-10-31,2,1.00"), "transactions")
    assert other.flaws(batch) == [(2, "customer_code", "no_such_customer"), (3, "customer_code", "no_such_customer")]


def test_a_file_does_not_move_transactions_of_customers_out_of_sight(service: ServiceUnderTest, own: Imports) -> None:
    own.bring(FIRST)
    own.bring(lines(HEAD, T1), "transactions")
    blind = {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN, P.IMPORT_RUN: Scope.OWN}
    other = replace(own, author=service.person("钱多", blind, roles=("sales",)))
    other.bring(lines(PERSONS, "K5,王五,男,"))
    batch = other.run(lines(HEAD, "T1,K5,2026-10-31,2,100.00"), "transactions", on_known="update")
    assert other.flaws(batch) == [(2, "transaction_id", "already_taken")]
