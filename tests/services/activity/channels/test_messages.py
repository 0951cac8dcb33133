"""A department's group is told what its people are told, each notice once, with nothing of a customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.auth import Actor, Scope
from chassis.db import new_id
from chassis.testing.service import Caller
from contracts.activity import NoticeKind
from contracts.permissions import Permission as P
from services.activity.channels.domain.addresses import Rules
from services.activity.channels.sending import register, sender
from services.activity.channels.usecases.messages import PAUSES
from services.activity.consumers import consumers
from services.activity.jobs import jobs
from tests.services.activity.channels.robots import HOST, Robot
from tests.services.activity.scenario import House

Channel = Callable[..., dict[str, Any]]


@pytest.fixture
def admin(house: House, rules: Rules, robot: Robot) -> Caller:
    """Somebody who sets every department's channels, in a house whose messages go to the robot."""
    house.service.app.extensions["channel_rules"] = rules
    register(jobs, sender(rules, trust=robot.trust, look_up=lambda host, port: ["127.0.0.1"]))
    permissions = {P.NOTICE_CONFIGURE: Scope.ALL, P.SYSTEM_READ: Scope.ALL}
    return house.service.caller(Actor(id=new_id(), name="管理员", permissions=permissions))


@pytest.fixture
def channel(house: House, admin: Caller, robot: Robot) -> Channel:
    """``channel(department="sales", kinds=["case_due"])`` is a channel of WeCom."""

    def add(department: str = "sales", kinds: tuple[str, ...] = ("case_due",)) -> dict[str, Any]:
        body = {
            "name": f"{department}群",
            "department_id": str(house.service.departments[department]),
            "kind": "wecom",
            "url": f"https://{HOST}:{robot.port}/cgi-bin/webhook/send?key=a1b2c3d4",
            "notice_kinds": list(kinds),
        }
        answer = admin.post("/notice-channels", body)
        assert answer.status_code == 201, answer.json
        return dict(answer.json)

    return add


def look(admin: Caller, made: dict[str, Any]) -> dict[str, Any]:
    """The channel as it is now."""
    return dict(admin.get(f"/notice-channels/{made['id']}").json)


def test_the_group_hears_kind_and_code_of_what_its_people_are_told(
    house: House, channel: Channel, robot: Robot, admin: Caller
) -> None:
    made = channel()
    news = house.tell(house.person("王芳"), house.person("李强"), kind=NoticeKind.CASE_DUE)
    house.service.work(jobs)
    assert robot.texts == [f"工单即将到期 / A case is due soon X2026000123K\n{public(house)}/notices"]
    house.service.hear(consumers, news)
    house.service.work(jobs)
    assert len(robot.heard) == 1
    assert look(admin, made)["last_sent_at"]
    assert look(admin, made)["version"] == made["version"]


def test_only_the_kinds_that_the_group_asks_for_and_the_people_at_or_below_it(
    house: House, channel: Channel, robot: Robot
) -> None:
    channel(department="team", kinds=("case_due", "case_overdue"))
    house.tell(house.person("本组", department="team"), kind=NoticeKind.CASE_DUE, code="A")
    house.tell(house.person("上级", department="sales"), kind=NoticeKind.CASE_DUE, code="B")
    house.tell(house.person("别部", department="service"), kind=NoticeKind.CASE_DUE, code="C")
    house.tell(house.person("同组", department="team"), kind=NoticeKind.CASE_ASSIGNED, code="D")
    channel(department="sales")
    house.tell(house.person("组员", department="team"), kind=NoticeKind.CASE_DUE, code="E")
    house.service.work(jobs)
    assert sorted(line.rpartition(" ")[2] for text in robot.texts for line in text.split("\n")[:-1]) == ["A", "E", "E"]


def test_many_lines_are_few_messages(house: House, channel: Channel, robot: Robot) -> None:
    channel()
    wang = house.person("王芳")
    house.service.clock.stop()
    house.service.hear(consumers, *(house.raised(wang, kind=NoticeKind.CASE_DUE) for _ in range(25)))
    house.service.work(jobs)
    assert len(robot.heard) == 1
    assert "… +5" in robot.texts[0]
    house.service.clock.advance(timedelta(seconds=3))
    house.service.work(jobs)
    assert [len(text.split("\n")) for text in robot.texts] == [22, 6]


def test_what_the_robot_refuses_is_tried_again_and_then_given_up(
    house: House, channel: Channel, robot: Robot, admin: Caller
) -> None:
    made = channel()
    robot.answer = (200, '{"errcode": 93000}', {})
    house.service.clock.stop()
    house.tell(house.person("王芳"), kind=NoticeKind.CASE_DUE)
    for pause in (0, *PAUSES, 3600):
        house.service.clock.advance(timedelta(seconds=pause))
        house.service.work(jobs)
    assert len(robot.heard) == len(PAUSES) + 1
    assert look(admin, made)["last_error"] == "refused"
    robot.answer = (200, '{"errcode": 0}', {})
    house.tell(house.person("李强"), kind=NoticeKind.CASE_DUE, code="next")
    house.service.work(jobs)
    assert robot.texts[-1].startswith("工单即将到期 / A case is due soon next\n")
    assert look(admin, made)["last_error"] is None


def test_a_disabled_channel_hears_nothing(house: House, channel: Channel, robot: Robot, admin: Caller) -> None:
    made = channel()
    house.tell(house.person("王芳"), kind=NoticeKind.CASE_DUE)
    answer = admin.post(f"/notice-channels/{made['id']}/disable", version=made["version"])
    assert answer.json["status"] == "disabled"
    house.service.work(jobs)
    house.tell(house.person("李强"), kind=NoticeKind.CASE_DUE)
    house.service.work(jobs)
    assert robot.heard == []
    admin.post(f"/notice-channels/{made['id']}/enable", version=answer.json["version"])
    house.service.work(jobs)
    assert robot.heard == []


def test_a_channel_can_be_tried(house: House, channel: Channel, robot: Robot, admin: Caller) -> None:
    made = channel()
    assert admin.post(f"/notice-channels/{made['id']}/try", version=made["version"]).status_code == 200
    house.service.work(jobs)
    assert robot.texts == [f"测试消息 / A message to try it out\n{public(house)}/notices"]


def public(house: House) -> str:
    """Where people find the pages."""
    return house.service.deployment.public_url


def test_a_job_of_a_channel_is_one_however_much_comes(house: House, channel: Channel, robot: Robot) -> None:
    made = channel()
    wang = house.person("王芳")
    for _ in range(3):
        house.tell(wang, kind=NoticeKind.CASE_DUE)
    with house.service.engine.connect() as connection:
        waiting = "SELECT count(*) FROM job WHERE name = 'activity.send_to_channel.v1' AND status = 'waiting'"
        assert connection.exec_driver_sql(waiting).scalar() == 1
    house.service.work(jobs)
    assert len(robot.heard) == 1
    assert UUID(made["id"])
