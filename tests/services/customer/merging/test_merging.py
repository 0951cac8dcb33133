"""Two customers become one with all that belonged to both, and two again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.customer.consumers import consumers
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
Known = dict[str, Any]
RECORDED = "customer.transactions_recorded.v1"


@pytest.fixture
def survivor(add_customer: Add) -> Known:
    """The one that lives on."""
    return add_customer(name="张三", mobile="13812345678", external_code="A1", confirm_duplicate=True)


@pytest.fixture
def absorbed(add_customer: Add, clerk: Caller, erp: Caller) -> Known:
    """The other, with a contact, a note and a transaction."""
    made = add_customer(name="张 三", mobile="13912345678", hobbies="围棋", external_code="B1", confirm_duplicate=True)
    path = f"/customers/{made['id']}"
    assert clerk.post(f"{path}/contacts", {"name": "李四", "phone": "13700000000"}).status_code == 201
    note = {"kind": "call", "text": "来电", "at": "2026-10-01T08:00:00+08:00"}
    assert clerk.post(f"{path}/records", note).status_code == 201
    report(erp, "T1", "B1")
    return made


def report(erp: Caller, id: str, code: str) -> Any:
    row = {"external_id": id, "customer_code": code, "occurred_on": "2026-10-31", "quantity": 2, "amount": "25.50"}
    answer = erp.post("/transactions", {"source": "erp", "transactions": [row]})
    assert answer.status_code == 200, answer.json
    return answer.json


def merge(by: Caller, survivor: Known, absorbed: Known, *take: str) -> Any:
    now = {each["id"]: by.get(f"/customers/{each['id']}").json["version"] for each in (survivor, absorbed)}
    body = {"absorbed_id": absorbed["id"], "absorbed_version": now[absorbed["id"]], "take": list(take)}
    return by.post(f"/customers/{survivor['id']}/merge", body, version=now[survivor["id"]])


def read(by: Caller, known: Known) -> Known:
    return dict(by.get(f"/customers/{known['id']}").json)


def test_all_that_belonged_to_the_other_is_the_survivors(clerk: Caller, survivor: Known, absorbed: Known) -> None:
    answer = merge(clerk, survivor, absorbed, "hobbies")
    assert (answer.status_code, answer.json["hobbies"], answer.json["mobile"]) == (200, "围棋", "13812345678")
    path = f"/customers/{survivor['id']}"
    assert [each["name"] for each in clerk.get(f"{path}/contacts").json["items"]] == ["李四"]
    assert [each["text"] for each in clerk.get(f"{path}/records").json["items"]] == ["来电"]
    assert len(clerk.get(f"{path}/transactions").json["items"]) == 1
    gone = read(clerk, absorbed)
    assert (gone["status"], gone["merged_into"], gone["merged_into_code"]) == (
        "disabled",
        survivor["id"],
        survivor["code"],
    )
    assert gone["actions"] == ["separate"]


def test_the_others_hear_of_both_and_of_the_business_that_moved(
    service: ServiceUnderTest, clerk: Caller, survivor: Known, absorbed: Known
) -> None:
    assert merge(clerk, survivor, absorbed, "hobbies").status_code == 200
    told = {each["customer_id"]: each for each in service.told("customer.customer_changed.v1")}
    assert (told[absorbed["id"]]["active"], told[absorbed["id"]]["merged_into"]) == (False, survivor["id"])
    assert told[survivor["id"]]["merged_into"] is None
    [fact] = service.told(RECORDED)[-1]["facts"]
    assert (fact["customer_id"], fact["version"]) == (survivor["id"], 2)


def test_codes_and_numbers_of_both_find_the_survivor(
    clerk: Caller, erp: Caller, survivor: Known, absorbed: Known
) -> None:
    assert merge(clerk, survivor, absorbed).status_code == 200
    for asked in (absorbed["code"], "B1", "13912345678", "5678"):
        found = clerk.get("/customers", query_string={"q": asked, "status": "active"}).json["items"]
        assert [each["id"] for each in found] == [survivor["id"]], asked
    assert report(erp, "T2", "B1")["created"] == 1
    assert report(erp, "T1", "B1")["unchanged"] == 1
    assert len(clerk.get(f"/customers/{survivor['id']}/transactions").json["items"]) == 2


def test_a_value_that_was_checked_waits_for_somebody_else(
    clerk: Caller, survivor: Known, absorbed: Known, approve_change: Callable[[Any], None]
) -> None:
    answer = merge(clerk, survivor, absorbed, "mobile", "hobbies").json
    changes = answer["change_request"]["changes"]
    assert (changes["absorbs"], changes["mobile"]) == ([None, absorbed["id"]], ["13812345678", "13912345678"])
    assert changes["absorbs_name"][1].startswith(absorbed["code"])
    assert read(clerk, absorbed)["status"] == "active"
    approve_change(answer)
    now = read(clerk, survivor)
    assert (now["mobile"], now["hobbies"]) == ("13912345678", "围棋")
    assert read(clerk, absorbed)["merged_into"] == survivor["id"]


def test_a_merge_of_a_vip_waits_whoever_owns_it(
    service: ServiceUnderTest, clerk: Caller, survivor: Known, absorbed: Known
) -> None:
    service.hear(consumers, judged(absorbed, Tier.VIP))
    assert merge(clerk, survivor, absorbed).json["change_request"]["changes"]["absorbs"][1] == absorbed["id"]


def test_who_owns_neither_asks_and_who_sees_only_one_is_told_of_none(
    service: ServiceUnderTest, clerk: Caller, survivor: Known, absorbed: Known
) -> None:
    head = service.person("孙磊", HEAD, roles=("department_manager",))
    assert merge(head, survivor, absorbed).json["change_request"]["author_name"] == "孙磊"
    stranger = service.person("赵云", STAFF, department="别处")
    body = {"absorbed_id": absorbed["id"], "absorbed_version": 1}
    assert stranger.post(f"/customers/{survivor['id']}/merge", body, version=1).status_code == 404


def test_what_was_shown_is_what_is_approved(clerk: Caller, verifier: Caller, survivor: Known, absorbed: Known) -> None:
    request = merge(clerk, survivor, absorbed, "mobile", "hobbies").json["change_request"]
    now = read(clerk, absorbed)
    assert clerk.patch(f"/customers/{absorbed['id']}", {"hobbies": "象棋"}, version=now["version"]).status_code == 200
    answer = verifier.post(f"/change-requests/{request['id']}/approve", version=request["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "changed_meanwhile")
    assert answer.json["detail"]["fields"] == ["hobbies"]
    assert read(clerk, absorbed)["status"] == "active"


def test_a_stale_look_at_either_merges_nothing(clerk: Caller, survivor: Known, absorbed: Known) -> None:
    version = read(clerk, survivor)["version"]
    body = {"absorbed_id": absorbed["id"], "absorbed_version": 99}
    path = f"/customers/{survivor['id']}/merge"
    assert clerk.post(path, body, version=version).status_code == 412
    assert clerk.post(path, body | {"absorbed_version": 2}, version=99).status_code == 412


def test_nobody_becomes_a_part_of_itself(clerk: Caller, survivor: Known) -> None:
    answer = merge(clerk, survivor, survivor)
    assert (answer.status_code, answer.json["fields"]) == (422, {"absorbed_id": ["same_customer"]})


def test_what_went_into_another_is_neither_changed_nor_enabled_nor_given_away(
    clerk: Caller, survivor: Known, absorbed: Known
) -> None:
    assert merge(clerk, survivor, absorbed).status_code == 200
    path, version = f"/customers/{absorbed['id']}", read(clerk, absorbed)["version"]
    for answer in (
        clerk.patch(path, {"hobbies": "象棋"}, version=version),
        clerk.post(f"{path}/enable", version=version),
        clerk.post(f"{path}/owner", {"owner_id": str(clerk.actor.id)}, version=version),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "customer_merged")


def test_taken_apart_each_has_again_what_was_its_own(
    service: ServiceUnderTest, clerk: Caller, erp: Caller, survivor: Known, absorbed: Known
) -> None:
    assert merge(clerk, survivor, absorbed, "hobbies").status_code == 200
    report(erp, "T2", "A1")
    answer = clerk.post(f"/customers/{absorbed['id']}/separate", version=read(clerk, absorbed)["version"])
    assert (answer.status_code, answer.json["status"], answer.json["merged_into"]) == (200, "active", None)
    assert read(clerk, survivor)["hobbies"] == ""
    for known, contacts, business in ((survivor, 0, 1), (absorbed, 1, 1)):
        path = f"/customers/{known['id']}"
        assert len(clerk.get(f"{path}/contacts").json["items"]) == contacts
        assert len(clerk.get(f"{path}/transactions").json["items"]) == business
    [fact] = service.told(RECORDED)[-1]["facts"]
    assert (fact["customer_id"], fact["version"]) == (absorbed["id"], 3)
    again = clerk.post(f"/customers/{absorbed['id']}/separate", version=read(clerk, absorbed)["version"])
    assert (again.status_code, again.json["code"]) == (409, "wrong_status")


def test_what_somebody_changed_since_stays(clerk: Caller, survivor: Known, absorbed: Known) -> None:
    assert merge(clerk, survivor, absorbed, "hobbies").status_code == 200
    changed = {"hobbies": "书法"}
    clerk.patch(f"/customers/{survivor['id']}", changed, version=read(clerk, survivor)["version"])
    clerk.post(f"/customers/{absorbed['id']}/separate", version=read(clerk, absorbed)["version"])
    assert read(clerk, survivor)["hobbies"] == "书法"


def test_after_thirty_days_two_stay_one(
    service: ServiceUnderTest, clerk: Caller, survivor: Known, absorbed: Known
) -> None:
    assert merge(clerk, survivor, absorbed).status_code == 200
    service.clock.set(service.clock() + timedelta(days=31))
    answer = clerk.post(f"/customers/{absorbed['id']}/separate", version=read(clerk, absorbed)["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "separated_too_late")


def test_what_went_into_one_that_goes_on_goes_with_it_and_comes_back_to_it(
    clerk: Caller, erp: Caller, add_customer: Add, survivor: Known, absorbed: Known
) -> None:
    third = add_customer(name="张三丰", mobile="13612345678", external_code="C1")
    assert merge(clerk, survivor, absorbed).status_code == 200
    assert merge(clerk, third, survivor).status_code == 200
    assert read(clerk, absorbed)["merged_into"] == third["id"]
    report(erp, "T3", "B1")
    assert len(clerk.get(f"/customers/{third['id']}/transactions").json["items"]) == 2
    early = clerk.post(f"/customers/{absorbed['id']}/separate", version=read(clerk, absorbed)["version"])
    assert (early.status_code, early.json["code"]) == (409, "wrong_status")
    clerk.post(f"/customers/{survivor['id']}/separate", version=read(clerk, survivor)["version"])
    assert read(clerk, absorbed)["merged_into"] == survivor["id"]
    assert len(clerk.get(f"/customers/{survivor['id']}/transactions").json["items"]) == 1
