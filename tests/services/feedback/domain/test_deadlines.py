"""By when, by kind, tier and channel; and what becomes of a deadline by a rise and by waiting."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from chassis.auth import Actor, Scope
from contracts.feedback import CaseKind, Channel, DeadlineClock, RuleStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.feedback.domain.deadlines import DEADLINE_RULE, Deadlines, Due, Terms, sooner, wrong_hours
from services.feedback.domain.errors import LastRule
from services.feedback.domain.working_time import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)
ALWAYS, WORKING = DeadlineClock.ALWAYS, DeadlineClock.WORKING
HOUR = timedelta(hours=1)
POLICY = Deadlines(
    rules={
        (CaseKind.COMPLAINT, Tier.VIP, None): Terms(first=None, result=240, clock=ALWAYS),
        (CaseKind.COMPLAINT, Tier.VIP, Channel.WEB): Terms(first=30, result=480, clock=WORKING),
    },
    calendar=Calendar(zone=ZONE, weekdays={1, 2, 3, 4, 5}, hours=(("09:00", "12:00"), ("13:30", "18:00"))),
)


def test_a_rule_of_a_channel_holds_before_that_of_its_kind_and_tier() -> None:
    phone = POLICY.due(CaseKind.COMPLAINT, Tier.VIP, Channel.PHONE, MONDAY)
    assert phone == Due(first_at=None, at=MONDAY + 4 * HOUR, clock=ALWAYS, mark_at=MONDAY + 2 * HOUR)
    web = POLICY.due(CaseKind.COMPLAINT, Tier.VIP, Channel.WEB, MONDAY)
    half = MONDAY + 5.5 * HOUR
    assert web == Due(first_at=MONDAY + HOUR / 2, at=MONDAY + 24.5 * HOUR, clock=WORKING, mark_at=half)


@pytest.mark.parametrize("clock", list(DeadlineClock))
def test_what_was_left_when_we_began_to_wait_is_left_when_we_go_on(clock: DeadlineClock) -> None:
    due = POLICY.resumed(clock, MONDAY + 3 * HOUR, MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert POLICY.passed(clock, MONDAY + 2 * HOUR, due) == 2 * HOUR
    assert due == MONDAY + (4 * HOUR if clock is ALWAYS else 5.5 * HOUR)  # lunch is not working time


def test_what_was_late_before_we_waited_stays_late() -> None:
    assert POLICY.resumed(ALWAYS, MONDAY, MONDAY, MONDAY + HOUR) == MONDAY
    assert POLICY.passed(ALWAYS, MONDAY + HOUR, MONDAY) == timedelta()


def test_a_rise_brings_the_deadlines_nearer_and_never_puts_them_off() -> None:
    had = Due(first_at=MONDAY + HOUR, at=MONDAY + 3 * HOUR, clock=WORKING)
    assert sooner(had, Due(first_at=None, at=MONDAY + 2 * HOUR, clock=ALWAYS)) == Due(
        first_at=MONDAY + HOUR, at=MONDAY + 2 * HOUR, clock=ALWAYS
    )
    later = Due(first_at=MONDAY, at=MONDAY + 4 * HOUR, clock=ALWAYS)
    assert sooner(had, later) == Due(first_at=MONDAY, at=MONDAY + 3 * HOUR, clock=WORKING)
    assert sooner(had, had) == had


def test_the_rule_of_a_kind_and_tier_always_holds() -> None:
    lead = Actor(id=uuid4(), name="赵敏", permissions={Permission.CASE_LEAD: Scope.ALL})
    general = SimpleNamespace(status=RuleStatus.ACTIVE, channel=None)
    assert DEADLINE_RULE.actions(general, lead) == ["edit"]
    with pytest.raises(LastRule):
        DEADLINE_RULE.after("disable", general, lead)
    own = SimpleNamespace(status=RuleStatus.ACTIVE, channel=Channel.WEB)
    assert DEADLINE_RULE.actions(own, lead) == ["edit", "disable"]


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        (("09:00", "12:00", "13:30", "18:00"), None),
        (("00:00", "12:00", "12:00", "24:00"), None),
        (("09:00", "08:59", "13:30", "18:00"), "lunch_from"),
        (("09:00", "12:00", "11:59", "18:00"), "lunch_to"),
        (("09:00", "12:00", "13:30", "13:29"), "closes"),
        (("09:00", "09:00", "09:00", "09:00"), "closes"),
    ],
)
def test_the_hours_of_a_day_follow_one_another(hours: tuple[str, str, str, str], field: str | None) -> None:
    assert set(wrong_hours(*hours)) == ({field} if field else set())
