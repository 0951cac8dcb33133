"""Somebody else's customer is opened by that department's manager, for a purpose and a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.codes import format_code
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
DECIDER = {**HEAD, P.VIEW_REQUEST_DECIDE: Scope.DEPARTMENT}
LEADER = {P.CUSTOMER_READ: Scope.ALL, P.VIEW_REQUEST_DECIDE: Scope.ALL}
ASKED: dict[str, Any] = {"purpose": "客户来店办理业务", "hours": 2}
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def people(service: ServiceUnderTest) -> dict[str, Caller]:
    """The owner's department with its manager, and somebody of another department with theirs."""
    for department in ("key", "sales"):
        service.department(department)
    return {
        "owner": service.person("客户经理", STAFF, department="key", roles=("customer_manager",)),
        "head": service.person("部门经理", DECIDER, department="key"),
        "asker": service.person("业务员", STAFF, department="sales"),
        "other_head": service.person("别部经理", DECIDER, department="sales"),
        "leader": service.person("领导", LEADER),
    }


@pytest.fixture
def vip(service: ServiceUnderTest, people: dict[str, Caller], add_customer: Add) -> dict[str, Any]:
    made = add_customer(name="贵宾", mobile="13812345678", by=people["owner"])
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(made, Tier.VIP)])
    return made


def ask(by: Caller, code: str, **changed: Any) -> dict[str, Any]:
    answer = by.post("/view-requests", {"customer_code": code, **ASKED, **changed})
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def waiting(by: Caller) -> list[dict[str, Any]]:
    return list(by.get("/view-requests/to-decide").json["items"])


def sees(by: Caller, customer: dict[str, Any]) -> list[Any]:
    """What list, search, count, detail, timeline and transactions say."""
    path = f"/customers/{customer['id']}"
    return [
        len(by.get("/customers").json["items"]),
        len(by.get("/customers?q=贵宾").json["items"]),
        by.get("/customers/count").json["count"],
        *(by.get(path + part).status_code for part in ("", "/timeline", "/contacts", "/changes", "/transactions")),
    ]


NOTHING = [0, 0, 0, 404, 404, 404, 404, 404]
EVERYTHING = [1, 1, 1, 200, 200, 200, 200, 200]


def test_an_approved_request_opens_exactly_that_customer_everywhere_alike_and_masked(
    people: dict[str, Caller], vip: dict[str, Any], add_customer: Add
) -> None:
    second = add_customer(name="另一位", by=people["owner"])
    asker = people["asker"]
    assert sees(asker, vip) == NOTHING
    request = ask(asker, vip["code"])
    assert sees(asker, vip) == NOTHING
    [seen] = waiting(people["head"])
    assert (seen["asker_name"], seen["customer_name"], seen["owner_name"]) == ("业务员", "贵宾", "客户经理")
    done = people["head"].post(f"/view-requests/{request['id']}/approve", {}, version=request["version"])
    assert (done.status_code, done.json["status"]) == (200, "approved")
    assert sees(asker, vip) == EVERYTHING
    opened = asker.get(f"/customers/{vip['id']}").json
    assert (opened["mobile"], opened["opened"]) == ("138****5678", True)
    assert people["head"].get(f"/customers/{vip['id']}").json["opened"] is False
    assert people["leader"].get(f"/customers/{vip['id']}").json["opened"] is False
    assert asker.get(f"/customers/{second['id']}").status_code == 404
    [own] = asker.get("/view-requests").json["items"]
    assert (own["status"], own["customer_id"]) == ("approved", vip["id"])


def test_to_see_does_not_mean_to_change_but_to_ask_for_changes(people: dict[str, Caller], vip: dict[str, Any]) -> None:
    request = ask(people["asker"], vip["code"])
    people["head"].post(f"/view-requests/{request['id']}/approve", {}, version=1)
    version = people["asker"].get(f"/customers/{vip['id']}").json["version"]
    answer = people["asker"].patch(f"/customers/{vip['id']}", {"region": "x"}, version=version)
    assert (answer.json["region"], answer.json["change_request"]["changes"]) == ("", {"region": ["", "x"]})
    assert people["asker"].post(f"/customers/{vip['id']}/enable", version=version).status_code == 404


def test_the_time_that_was_asked_for_is_counted_from_the_consent_on(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    service.clock.stop()
    request = ask(people["asker"], vip["code"])
    consent = service.clock.advance(timedelta(days=3))
    people["head"].post(f"/view-requests/{request['id']}/approve", {}, version=1)
    end = consent + timedelta(hours=ASKED["hours"])
    service.clock.set(end - MOMENT)
    assert sees(people["asker"], vip) == EVERYTHING
    service.clock.set(end)
    assert sees(people["asker"], vip) == NOTHING
    [own] = people["asker"].get("/view-requests").json["items"]
    assert (own["status"], own["customer_id"]) == ("ended", None)


@pytest.mark.parametrize("who", ["asker", "head"])
def test_what_is_open_can_be_ended_early(people: dict[str, Caller], vip: dict[str, Any], who: str) -> None:
    request = ask(people["asker"], vip["code"])
    done = people["head"].post(f"/view-requests/{request['id']}/approve", {}, version=1).json
    assert len(people["head"].get("/view-requests/to-decide?status=approved").json["items"]) == 1
    assert people["owner"].post(f"/view-requests/{request['id']}/end", version=done["version"]).status_code == 404
    ended = people[who].post(f"/view-requests/{request['id']}/end", version=done["version"])
    assert (ended.status_code, ended.json["status"]) == (200, "ended")
    assert sees(people["asker"], vip) == NOTHING


def test_the_answer_does_not_tell_whether_there_is_such_a_customer(
    people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    entry = people["owner"].post("/customers", {"kind": "person", "name": "草稿", "submit": True}).json

    codes = [vip["code"], entry["code"], format_code("P", 2026, 999_999)]
    answers = [ask(people["asker"], code) for code in codes]
    for answer in answers:
        del answer["id"], answer["customer_code"], answer["created_at"]
    assert answers[0] == answers[1] == answers[2]
    listed = people["asker"].get("/view-requests").json["items"]
    assert {(item["status"], item["customer_id"]) for item in listed} == {("waiting", None)}
    assert [item["customer_code"] for item in waiting(people["head"])] == [vip["code"]]


def test_a_request_is_decided_by_the_managers_of_the_owner_and_by_leadership(
    people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    request = ask(people["asker"], vip["code"])
    counts = {who: people[who].get("/view-requests/count").json["waiting"] for who in ("head", "other_head", "leader")}
    assert counts == {"head": 1, "other_head": 0, "leader": 1}
    path = f"/view-requests/{request['id']}/approve"
    assert people["owner"].post(path, {}, version=1).status_code == 403
    assert people["other_head"].post(path, {}, version=1).status_code == 404
    refused = people["leader"].post(f"/view-requests/{request['id']}/refuse", {"reason": "请联系客户经理"}, version=1)
    assert (refused.status_code, refused.json["note"]) == (200, "请联系客户经理")
    again = people["head"].post(path, {}, version=2)
    assert (again.status_code, again.json["code"]) == (409, "wrong_status")
    assert people["asker"].get("/view-requests").json["items"][0]["note"] == "请联系客户经理"


def test_nobody_decides_an_own_request(people: dict[str, Caller], vip: dict[str, Any]) -> None:
    request = ask(people["leader"], vip["code"])
    assert waiting(people["leader"]) == []
    answer = people["leader"].post(f"/view-requests/{request['id']}/approve", {}, version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")
    assert len(waiting(people["head"])) == 1


def test_a_request_that_nobody_decides_lapses(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    asked = service.clock.stop()
    request = ask(people["asker"], vip["code"])
    service.clock.set(asked + timedelta(days=14) - MOMENT)
    assert len(waiting(people["head"])) == 1
    service.clock.set(asked + timedelta(days=14))
    assert waiting(people["head"]) == []
    assert people["asker"].get("/view-requests").json["items"][0]["status"] == "lapsed"
    late = people["head"].post(f"/view-requests/{request['id']}/approve", {}, version=1)
    assert late.json["code"] == "wrong_status"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"hours": 0}, "hours"), ({"hours": 721}, "hours"), ({"purpose": " "}, "purpose"), ({"customer_code": "P1"}, "")],
)
def test_a_request_needs_a_right_code_a_purpose_and_a_time_of_at_most_thirty_days(
    people: dict[str, Caller], vip: dict[str, Any], changed: dict[str, Any], field: str
) -> None:
    answer = people["asker"].post("/view-requests", {"customer_code": vip["code"], **ASKED, **changed})
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field or "customer_code"])


def test_asking_and_deciding_are_on_record(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    request = ask(people["asker"], vip["code"])
    people["head"].post(f"/view-requests/{request['id']}/approve", {"reason": "同意"}, version=1)
    rows = text("SELECT actor_name, action FROM change WHERE kind = 'view_request' AND record_id = :id ORDER BY id")
    with service.engine.connect() as connection:
        trail = [tuple(row) for row in connection.execute(rows, {"id": UUID(request["id"])})]
    assert trail == [("业务员", "created"), ("部门经理", "changed")]


OPENED, NOTICE = "customer.access_opened.v1", "activity.notice_raised.v1"
NUMBER, NUMBERS_MASK = "13812345678", "138****5678"


def agree(people: dict[str, Caller], request: dict[str, Any]) -> dict[str, Any]:
    answer = people["head"].post(f"/view-requests/{request['id']}/approve", {}, version=request["version"])
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_a_customer_of_every_tier_can_be_asked_for(people: dict[str, Caller], add_customer: Add) -> None:
    ordinary = add_customer(name="贵宾", by=people["owner"])
    agree(people, ask(people["asker"], ordinary["code"]))
    assert sees(people["asker"], ordinary) == EVERYTHING


def numbers(by: Caller, customer: dict[str, Any]) -> set[str]:
    """How all answers show the mobile number and that of the contact."""
    path = f"/customers/{customer['id']}"
    text = "".join(by.get(each).get_data(as_text=True) for each in (path, f"{path}/contacts", "/customers"))
    return {each for each in (NUMBER, NUMBERS_MASK, "13900001111", "139****1111") if each in text}


def test_numbers_are_plain_only_where_that_was_asked_for_and_the_request_is_the_purpose_on_record(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    contact = {"name": "李四", "phone": "13900001111"}
    assert people["owner"].post(f"/customers/{vip['id']}/contacts", contact).status_code == 201
    look = ask(people["asker"], vip["code"])
    assert look["extent"] == "look"
    done = agree(people, look)
    assert numbers(people["asker"], vip) == {NUMBERS_MASK, "139****1111"}
    assert people["asker"].get("/customers?q=13812").json["items"] == []
    people["asker"].post(f"/view-requests/{look['id']}/end", version=done["version"])
    plain = ask(people["asker"], vip["code"], extent="plain")
    [seen] = waiting(people["head"])
    assert seen["extent"] == "plain"
    assert numbers(people["asker"], vip) == set()
    agree(people, plain)
    assert numbers(people["asker"], vip) == {NUMBER, "13900001111"}
    assert people["asker"].get(f"/customers/{vip['id']}").json["plain_by"] == "view_request"
    assert len(people["asker"].get("/customers?q=13812").json["items"]) == 1
    rows = text("SELECT note FROM read_log WHERE purpose = 'view_request' AND actor_name = '业务员'")
    with service.engine.connect() as connection:
        assert set(connection.scalars(rows)) == {ASKED["purpose"]}


def test_plain_numbers_are_masked_again_when_the_time_is_over(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    begin = service.clock.stop()
    desk = service.person("客服", {**STAFF, P.CUSTOMER_SERVE: Scope.ALL})
    agree(people, ask(desk, vip["code"], extent="plain"))
    service.clock.set(begin + timedelta(hours=ASKED["hours"]) - MOMENT)
    assert numbers(desk, vip) == {NUMBER}
    service.clock.set(begin + timedelta(hours=ASKED["hours"]))
    assert numbers(desk, vip) == {NUMBERS_MASK}


def test_the_other_services_hear_what_is_open_and_when_it_was_ended_early(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    refused = ask(people["asker"], vip["code"])
    people["head"].post(f"/view-requests/{refused['id']}/refuse", {"reason": "不必"}, version=1)
    taken_back = ask(people["asker"], vip["code"])
    people["asker"].post(f"/view-requests/{taken_back['id']}/end", version=1)
    assert service.told(OPENED) == []
    done = agree(people, ask(people["asker"], vip["code"]))
    people["asker"].post(f"/view-requests/{done['id']}/end", version=done["version"])
    opened, ended = service.told(OPENED)
    assert (opened["customer_id"], opened["staff_id"]) == (vip["id"], str(people["asker"].actor.id))
    assert (opened["open"], ended["open"], ended["version"] - opened["version"]) == (True, False, 1)
    assert opened["until"] == ended["until"]


def test_the_owners_managers_are_told_of_a_request_and_the_asker_of_the_decision(
    service: ServiceUnderTest, people: dict[str, Caller], vip: dict[str, Any]
) -> None:
    def told() -> list[dict[str, Any]]:
        return [each for each in service.told(NOTICE) if each["kind"].startswith("view_request")]

    ask(people["asker"], format_code("P", 2026, 999_999))
    assert told() == []
    agree(people, ask(people["asker"], vip["code"]))
    asked, decided = told()
    assert (asked["kind"], asked["permission"]) == ("view_request_to_decide", "view_request:decide")
    assert (asked["owner_id"], asked["to"]) == (str(people["owner"].actor.id), [])
    assert (decided["kind"], decided["to"]) == ("view_request_decided", [str(people["asker"].actor.id)])
