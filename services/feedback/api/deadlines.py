"""The policy of deadlines: rules by kind, tier and channel, the working calendar, the house's own days."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import ListQuery, Page
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of, sort_field
from contracts.feedback import CaseKind, Channel, DeadlineClock
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.feedback.domain.deadlines import DEADLINE_RULE, LONGEST, OWN_DAY
from services.feedback.store import deadlines as store
from services.feedback.store.models import DeadlineRule, OwnDay, WorkingCalendar
from services.feedback.usecases import deadlines as use
from services.feedback.usecases.deadlines import AddRule, ChangeRule, SetCalendar, SetDay

api = Api("deadlines", description="By when cases are to be answered, and when the house works")
READ, LEAD = Permission.CASE_READ, Permission.CASE_LEAD
CLOCK_TIME = validate.Regexp(r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", error="not_a_time")


def minutes(**more: Any) -> fields.Integer:
    """A term in minutes."""
    return fields.Integer(validate=validate.Range(1, LONGEST, error="out_of_range"), **more)


class DeadlineRuleSchema(AnswerSchema):
    """Terms in minutes. Without ``channel``: of all channels that have no rule of their own."""

    id = fields.UUID()
    version = fields.Integer()
    kind = fields.String()
    tier = fields.String()
    channel = fields.String()
    first_minutes = fields.Integer()
    result_minutes = fields.Integer()
    clock = fields.String()
    status = fields.String()
    actions = fields.List(fields.String())


class RuleQuerySchema(PageQuerySchema):
    """Which page of the rules."""

    command = ListQuery
    sort = sort_field(store.RULES)


class ChangeRuleSchema(CommandSchema):
    """Other terms. Without ``first_minutes`` the first answer has no deadline of its own."""

    command = ChangeRule
    first_minutes = minutes(allow_none=True)
    result_minutes = minutes(required=True)
    clock = fields.Enum(DeadlineClock, by_value=True, required=True)


class AddRuleSchema(CommandSchema):
    """The terms of what comes in by one channel."""

    command = AddRule
    kind = fields.Enum(CaseKind, by_value=True, required=True)
    tier = fields.Enum(Tier, by_value=True, required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    first_minutes = minutes(allow_none=True)
    result_minutes = minutes(required=True)
    clock = fields.Enum(DeadlineClock, by_value=True, required=True)


class WorkingCalendarSchema(AnswerSchema):
    """When the house works; 1 is Monday."""

    id = fields.UUID()
    version = fields.Integer()
    weekdays = fields.List(fields.Integer())
    opens = fields.String()
    lunch_from = fields.String()
    lunch_to = fields.String()
    closes = fields.String()
    public_holidays = fields.Boolean()
    actions = fields.List(fields.String())


class SetCalendarSchema(CommandSchema):
    """When the house works."""

    command = SetCalendar
    weekdays = fields.List(
        fields.Integer(validate=validate.Range(1, 7, error="out_of_range")),
        required=True,
        validate=validate.Length(min=1, max=7, error="required"),
    )
    opens = fields.String(required=True, validate=CLOCK_TIME)
    lunch_from = fields.String(required=True, validate=CLOCK_TIME)
    lunch_to = fields.String(required=True, validate=CLOCK_TIME)
    closes = fields.String(required=True, validate=CLOCK_TIME)
    public_holidays = fields.Boolean(required=True)

    def make_command(self, data: dict[str, Any]) -> SetCalendar:
        """The command, with a tuple in the place of the list."""
        return SetCalendar(**{**data, "weekdays": tuple(data["weekdays"])})


class OwnDaySchema(AnswerSchema):
    """A day of the house's own: worked or free."""

    id = fields.UUID()
    version = fields.Integer()
    day = fields.Date()
    worked = fields.Boolean()
    reason = fields.String()
    status = fields.String()
    actions = fields.List(fields.String())


class OwnDayQuerySchema(PageQuerySchema):
    """Which page of the own days."""

    command = ListQuery
    sort = sort_field(store.OWN_DAYS)


class SetDaySchema(CommandSchema):
    """A day that is worked or free, whatever the calendar says."""

    command = SetDay
    day = fields.Date(required=True)
    worked = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=length(1, 100))


@api.get("/deadline-rules", permission=READ, query=RuleQuerySchema, returns=page_of(DeadlineRuleSchema))
def list_deadline_rules(ctx: Context, query: ListQuery) -> Page[Presented]:
    """The rules by kind and tier."""
    page = store.rule_page(ctx.session, query)
    return Page([present(ctx, rule) for rule in page.items], page.next)


def present(ctx: Context, rule: DeadlineRule) -> Presented:
    """A rule, and what the actor may do with it."""
    return Presented(rule, {"actions": DEADLINE_RULE.actions(rule, ctx.actor)})


@api.get("/working-calendar", permission=READ, returns=WorkingCalendarSchema)
def read_working_calendar(ctx: Context) -> Presented:
    """When the house works."""
    return present_calendar(ctx, store.working_calendar(ctx.session))


@api.patch("/working-calendar", permission=LEAD, body=SetCalendarSchema, returns=WorkingCalendarSchema, versioned=True)
def set_working_calendar(ctx: Context, command: SetCalendar, version: int) -> Presented:
    """Change when the house works; deadlines that were given stay."""
    return present_calendar(ctx, use.set_calendar(ctx, command, version))


def present_calendar(ctx: Context, calendar: WorkingCalendar) -> Presented:
    """The calendar, and whether the actor may change it."""
    return Presented(calendar, {"actions": ["edit"] if ctx.actor.may(LEAD) else []})


@api.get("/own-days", permission=READ, query=OwnDayQuerySchema, returns=page_of(OwnDaySchema))
def list_own_days(ctx: Context, query: ListQuery) -> Page[Presented]:
    """The house's own days, the latest first."""
    page = store.own_day_page(ctx.session, query)
    return Page([present_day(ctx, day) for day in page.items], page.next)


def present_day(ctx: Context, day: OwnDay) -> Presented:
    """A day, and what the actor may do with it."""
    return Presented(day, {"actions": OWN_DAY.actions(day, ctx.actor)})


rules = api.resource("/deadline-rules", returns=DeadlineRuleSchema, present=present)
rules.create(use.add_rule, permission=LEAD, body=AddRuleSchema)
rules.change(use.change_rule, permission=LEAD, body=ChangeRuleSchema)
rules.command("disable", use.disable_rule, permission=LEAD)
rules.command("enable", use.enable_rule, permission=LEAD)

days = api.resource("/own-days", returns=OwnDaySchema, present=present_day)
days.create(use.set_day, permission=LEAD, body=SetDaySchema)
days.command("disable", use.withdraw_day, permission=LEAD)
days.command("enable", use.restore_day, permission=LEAD)
