"""What the house is told of its backups: who looks after it sees it, and hears of a failure and of too old a one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission
from services.auth.backups.usecases.backups import NoteBackup, look_at_backups, note_backup

NOTICE = "activity.notice_raised.v1"


@pytest.fixture
def keeper(service: ServiceUnderTest) -> Caller:
    """Somebody who looks after the system."""
    return service.person("管理员", {Permission.SYSTEM_READ: Scope.ALL})


def backup(service: ServiceUnderTest, *, ok: bool = True, age: timedelta = timedelta()) -> datetime:
    """A backup was taken, and the newest proven one is that old; when the alarm is."""
    now = service.clock()
    alarm_at = now - age + timedelta(hours=36)
    told = NoteBackup(
        name="20261129T023000Z-full",
        ok=ok,
        size=1_000,
        seconds=2.5,
        proven_at=now - age,
        alarm_at=alarm_at,
        detail="" if ok else "a byte is another",
    )
    with service.unit_of_work() as ctx:
        note_backup(ctx, told)
    return alarm_at


def look(service: ServiceUnderTest, at: datetime) -> None:
    with service.unit_of_work(now=at) as ctx:
        look_at_backups(ctx)


def notices(service: ServiceUnderTest) -> list[dict[str, Any]]:
    return [said for said in service.told(NOTICE) if said["kind"] == "backup_failed"]


def test_nothing_is_known_and_nobody_is_alarmed_before_the_first_report(
    service: ServiceUnderTest, keeper: Caller
) -> None:
    answer = keeper.get("/backups").json
    assert answer == {"proven_at": None, "alarm_at": None, "alarm": False, "reports": []}
    look(service, service.clock() + timedelta(days=100))
    assert notices(service) == []


def test_a_proven_backup_is_shown_and_is_news_to_nobody(service: ServiceUnderTest, keeper: Caller) -> None:
    backup(service)
    answer = keeper.get("/backups").json
    assert not answer["alarm"]
    assert answer["proven_at"]
    assert [each["ok"] for each in answer["reports"]] == [True]
    assert notices(service) == []


def test_a_failed_backup_is_an_alarm_and_those_are_told_who_look_after_the_system(
    service: ServiceUnderTest, keeper: Caller
) -> None:
    backup(service, age=timedelta(hours=24))
    backup(service, ok=False, age=timedelta(hours=24))
    answer = keeper.get("/backups").json
    assert answer["alarm"]
    assert answer["reports"][0]["detail"] == "a byte is another"
    [told] = notices(service)
    assert told["permission"] == Permission.SYSTEM_READ


def test_too_old_a_proven_backup_is_told_once_a_day(service: ServiceUnderTest) -> None:
    alarm_at = backup(service, age=timedelta(hours=30))
    look(service, alarm_at)
    assert notices(service) == []
    late = alarm_at + timedelta(microseconds=1)
    look(service, late)
    first = notices(service)
    assert len(first) == 1
    look(service, late + timedelta(minutes=1))
    look(service, late + timedelta(days=1))
    assert len({each["notice_id"] for each in notices(service)}) == 2


def test_nobody_else_sees_it(service: ServiceUnderTest) -> None:
    assert service.person("某人", {}).get("/backups").status_code == 403
