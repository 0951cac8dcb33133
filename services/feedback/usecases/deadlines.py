"""The policy of deadlines, kept by the leadership of customer service: its rules, the working calendar, own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from contracts.feedback import CaseKind, Channel, DeadlineClock, RuleStatus
from contracts.reporting import Tier
from services.feedback.domain.deadlines import DEADLINE_RULE, OWN_DAY, wrong_hours
from services.feedback.store import deadlines as store
from services.feedback.store.models import DeadlineRule, OwnDay, WorkingCalendar

HOURS = ("opens", "lunch_from", "lunch_to", "closes")


@dataclass(frozen=True, kw_only=True)
class AddRule:
    """The terms of what comes in by one channel, in minutes."""

    kind: CaseKind
    tier: Tier
    channel: Channel
    result_minutes: int
    clock: DeadlineClock
    first_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeRule:
    """Other terms, in minutes. Without ``first_minutes`` the first answer has no deadline of its own."""

    result_minutes: int
    clock: DeadlineClock
    first_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class SetCalendar:
    """When the house works: days of the week (1 is Monday), hours as ``HH:MM``, whether public holidays are free."""

    weekdays: tuple[int, ...]
    opens: str
    lunch_from: str
    lunch_to: str
    closes: str
    public_holidays: bool


@dataclass(frozen=True, kw_only=True)
class SetDay:
    """A day of the house's own: worked or free, and why."""

    day: date
    worked: bool
    reason: str


def add_rule(ctx: Context, command: AddRule) -> DeadlineRule:
    """Give a channel terms of its own; cases that are there keep theirs. Raises Invalid when it has some already."""
    _require_order(command.first_minutes, command.result_minutes)
    if store.has_rule(ctx.session, command.kind, command.tier, command.channel):
        raise Invalid(channel="already_taken")
    rule = DeadlineRule(**vars(command))
    ctx.session.add(rule)
    ctx.session.flush()
    return rule


def change_rule(ctx: Context, id: UUID, command: ChangeRule, version: int | None) -> DeadlineRule:
    """Change terms; cases that are there keep theirs. Raises Invalid like adding."""
    rule = _rule(ctx, id, version, "edit")
    _require_order(command.first_minutes, command.result_minutes)
    rule.first_minutes, rule.result_minutes, rule.clock = command.first_minutes, command.result_minutes, command.clock
    ctx.session.flush()
    return rule


def disable_rule(ctx: Context, id: UUID, version: int | None) -> DeadlineRule:
    """Let the rule of the kind and tier hold for the channel again. Raises LastRule for that rule itself."""
    return _rule(ctx, id, version, "disable")


def enable_rule(ctx: Context, id: UUID, version: int | None) -> DeadlineRule:
    """Let a rule hold again."""
    return _rule(ctx, id, version, "enable")


def set_calendar(ctx: Context, command: SetCalendar, version: int | None) -> WorkingCalendar:
    """Change when the house works; deadlines that were given stay. Raises Invalid for hours that do not follow one
    another."""
    if wrong := wrong_hours(*(getattr(command, name) for name in HOURS)):
        raise Invalid(**dict(wrong))
    calendar = store.working_calendar(ctx.session, lock=True)
    expect_version(calendar, version)
    calendar.weekdays = sorted(set(command.weekdays))
    for name in (*HOURS, "public_holidays"):
        setattr(calendar, name, getattr(command, name))
    ctx.session.flush()
    return calendar


def set_day(ctx: Context, command: SetDay) -> OwnDay:
    """Say that a day is worked or free, whatever the calendar says; what was said of it before holds no longer."""
    day = store.own_day_on(ctx.session, command.day)
    if day is None:
        day = OwnDay(day=command.day)
        ctx.session.add(day)
    day.worked, day.reason, day.status = command.worked, command.reason, RuleStatus.ACTIVE
    ctx.session.flush()
    return day


def withdraw_day(ctx: Context, id: UUID, version: int | None) -> OwnDay:
    """Let a day be again what the calendar says."""
    return _day(ctx, id, version, "disable")


def restore_day(ctx: Context, id: UUID, version: int | None) -> OwnDay:
    """Let an own day hold again."""
    return _day(ctx, id, version, "enable")


def _rule(ctx: Context, id: UUID, version: int | None, action: str) -> DeadlineRule:
    rule = store.rule_of(ctx.session, id)
    expect_version(rule, version)
    rule.status = DEADLINE_RULE.after(action, rule, ctx.actor)
    ctx.session.flush()
    return rule


def _day(ctx: Context, id: UUID, version: int | None, action: str) -> OwnDay:
    day = store.own_day_of(ctx.session, id)
    expect_version(day, version)
    day.status = OWN_DAY.after(action, day, ctx.actor)
    ctx.session.flush()
    return day


def _require_order(first: int | None, result: int) -> None:
    if first is not None and first > result:
        raise Invalid(first_minutes="after_the_result")
