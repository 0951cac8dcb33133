"""Every question about a masked value is on record and counted, whichever way it is asked, and there is a limit."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.scenario import STAFF

RIGHT, WRONG = "13712343141", "13712343142"
FIRST = base64.urlsafe_b64encode(json.dumps(["00000000-0000-0000-0000-000000000000"]).encode()).decode().rstrip("=")
DESK = STAFF | {P.CUSTOMER_SERVE: Scope.ALL, P.CUSTOMER_EXPORT: Scope.ALL, P.EXPORT_APPROVE: Scope.ALL}


@pytest.fixture
def desk(service: ServiceUnderTest, add_customer: Callable[..., Any]) -> Caller:
    """Somebody who serves, and sees the numbers of the one customer masked."""
    add_customer(name="张三", mobile=RIGHT)
    return service.person("客服", DESK, roles=("service",))


def asked(service: ServiceUnderTest, by: Caller) -> list[str]:
    """The purposes on record of somebody's questions."""
    rows = text("SELECT purpose FROM read_log WHERE actor_id = :who AND purpose IN ('search', 'missed') ORDER BY id")
    with service.unit_of_work() as ctx:
        return list(ctx.session.scalars(rows, {"who": by.actor.id}))


WAYS: dict[str, Callable[[Caller, str], Any]] = {
    "list": lambda by, q: by.get(f"/customers?q={q}"),
    "list from a cursor": lambda by, q: by.get(f"/customers?q={q}&after={FIRST}"),
    "count": lambda by, q: by.get(f"/customers/count?q={q}"),
    "count from a cursor": lambda by, q: by.get(f"/customers/count?q={q}&after={FIRST}"),
    "export": lambda by, q: by.post("/exports", {"wanted": {"q": q}}),
    "likely": lambda by, q: by.get(f"/customers/likely?kind=person&name=张三&mobile={q}"),
    "entry": lambda by, q: by.post("/customers", {"kind": "person", "name": "张三", "mobile": q}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_hit_and_a_miss_are_on_record_whichever_way_one_asks(
    service: ServiceUnderTest, desk: Caller, way: str
) -> None:
    WAYS[way](desk, WRONG)
    missed = asked(service, desk)
    WAYS[way](desk, RIGHT)
    found = asked(service, desk)
    if way == "list from a cursor":  # the page after it is empty: nothing is answered, and that is on record
        assert (missed, found) == (["missed"], ["missed"] * 2)
    elif way == "likely":  # found by the name alone, whatever the number
        assert (missed, found) == (["search"], ["search"] * 2)
    else:
        assert (missed, found) == (["missed"], ["missed", "search"])


@pytest.mark.parametrize("way", WAYS)
def test_there_is_a_limit_an_hour_and_it_is_told_at_once(service: ServiceUnderTest, desk: Caller, way: str) -> None:
    manager = service.person("周理", {P.CUSTOMER_READ: Scope.ALL}, roles=("department_manager",))
    with service.unit_of_work() as ctx:
        ctx.session.execute(text("UPDATE export_policy SET questions_an_hour = 3"))
    for n in range(3):
        service.clock.advance(timedelta(seconds=1))
        assert desk.get(f"/customers?q=1371234000{n}").status_code == 200
    answer = WAYS[way](desk, RIGHT)
    assert (answer.status_code, answer.json["code"]) == (429, "too_many_questions")
    assert asked(service, desk) == ["missed"] * 3
    [told] = [each for each in service.told("activity.notice_raised.v1") if each["kind"] == "unusual_reading"]
    assert told["to"] == [str(manager.actor.id)]
    assert WAYS[way](desk, RIGHT).status_code == 429
    assert desk.get("/customers?q=张三").status_code == 200
    service.clock.advance(timedelta(hours=1))
    assert WAYS[way](desk, RIGHT).status_code < 429


def test_a_request_id_of_ones_own_makes_no_two_questions_one(service: ServiceUnderTest, desk: Caller) -> None:
    with service.unit_of_work() as ctx:
        ctx.session.execute(text("UPDATE export_policy SET questions_an_hour = 2"))
    statuses = []
    for n in range(3):
        service.clock.advance(timedelta(seconds=1))
        answer = desk.get(f"/customers?q=1371234000{n}", headers={"X-Request-Id": "always-the-same"})
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 429]


def test_the_limit_is_a_policy(service: ServiceUnderTest, desk: Caller) -> None:
    policy = desk.get("/exports/policy").json
    assert policy["questions_an_hour"] == 200
    body = {"rows_unasked": policy["rows_unasked"], "questions_an_hour": 50}
    assert desk.call("PATCH", "/exports/policy", body, version=policy["version"]).json["questions_an_hour"] == 50
    kept = desk.call("PATCH", "/exports/policy", {"rows_unasked": 10}, version=policy["version"] + 1).json
    assert kept["questions_an_hour"] == 50


def test_a_change_that_guesses_a_masked_number_is_a_question_though_it_is_refused(
    service: ServiceUnderTest, desk: Caller, clerk: Caller
) -> None:
    [customer] = desk.get("/customers?q=张三").json["items"]
    path, version = f"/customers/{customer['id']}", customer["version"]
    clerk.patch(path, {"email": "zhang@example.com"}, version=version)
    for number, status in ((WRONG, 409), (RIGHT, 200)):
        assert desk.patch(path, {"mobile": number}, version=version).status_code == status
    assert asked(service, desk) == ["search", "search"]
    shown = desk.get(path).json["mobile"]
    assert desk.patch(path, {"mobile": shown}, version=version).status_code == 200
    assert asked(service, desk) == ["search", "search"]
