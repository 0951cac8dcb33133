"""A program reads what has changed since it last looked; a list leaves out what is disabled when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chassis.testing.service import Caller, ServiceUnderTest

Add = Callable[..., dict[str, Any]]


def names(by: Caller, **asked: str) -> list[str]:
    return [each["name"] for each in by.get("/customers", query_string=asked).json["items"]]


def test_what_changed_since_comes_in_the_order_of_its_change(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add
) -> None:
    first, second = add_customer(name="张三"), add_customer(name="李四")
    service.clock.set(service.clock() + timedelta(hours=1))
    since = service.clock().isoformat()
    assert names(clerk, changed_since=since, sort="updated_at") == []
    clerk.patch(f"/customers/{second['id']}", {"hobbies": "围棋"}, version=second["version"])
    service.clock.set(service.clock() + timedelta(hours=1))
    clerk.patch(f"/customers/{first['id']}", {"hobbies": "围棋"}, version=first["version"])
    assert names(clerk, changed_since=since, sort="updated_at") == ["李四", "张三"]
    page = clerk.get("/customers", query_string={"changed_since": since, "sort": "updated_at", "limit": 1}).json
    assert [each["name"] for each in page["items"]] == ["李四"]
    assert names(clerk, changed_since=since, sort="updated_at", after=page["next"]) == ["张三"]
    assert clerk.get("/customers/count", query_string={"changed_since": since}).json["count"] == 2


def test_a_moment_without_its_zone_is_refused(clerk: Caller) -> None:
    answer = clerk.get("/customers", query_string={"changed_since": "2026-11-29T08:00:00"})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["changed_since"])


def test_disabled_ones_are_left_out_unless_they_are_asked_for(
    clerk: Caller, add_customer: Add, approve_change: Callable[[Any], None]
) -> None:
    add_customer(name="张三")
    gone = add_customer(name="李四")
    approve_change(clerk.post(f"/customers/{gone['id']}/disable", {"reason": "重复"}, version=gone["version"]).json)
    assert names(clerk, in_use="true") == ["张三"]
    assert names(clerk, in_use="true", status="disabled") == ["李四"]
    assert len(names(clerk)) == 2
