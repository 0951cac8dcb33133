"""What comes into and goes out of the report routes."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.http import AnswerSchema, CommandSchema, PageQuerySchema, one_of, sort_field
from contracts.reporting import ReportStatus
from services.reporting.store.reports import REPORTS, ReportFilter
from services.reporting.usecases.reports import GenerateReport


class GenerateReportSchema(CommandSchema):
    """The period, both days included."""

    command = GenerateReport
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)


class ReportQuerySchema(PageQuerySchema):
    """Reports in one state."""

    command = ReportFilter
    status = fields.String(validate=one_of(ReportStatus))
    sort = sort_field(REPORTS)
    to_review = fields.Boolean(metadata={"description": "Only those that wait for a review by the one who asks."})
    in_hand = fields.Boolean(metadata={"description": "Only own ones that are a draft or were returned."})


class ReportRowSchema(AnswerSchema):
    """A report in a list. ``created_by_name`` is empty for one that the schedule generated."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    status = fields.String()
    period_from = fields.Date()
    period_to = fields.Date()
    comment = fields.String()
    created_by_name = fields.String(attribute="author_name")
    created_at = fields.AwareDateTime()
    submitted_by_name = fields.String()
    submitted_at = fields.AwareDateTime()
    reviewed_by_name = fields.String(attribute="decided_by_name")
    reviewed_at = fields.AwareDateTime(attribute="decided_at")
    approved_at = fields.AwareDateTime()


class Addresses(fields.String):
    """Mail addresses as one text."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str:
        return ", ".join(value)


class ReportEmailSchema(AnswerSchema):
    """What became of an email: waiting, sent or failed, and the mail server's last refusal."""

    id = fields.UUID()
    to = Addresses()
    status = fields.String()
    attempts = fields.Integer()
    last_error = fields.String()
    created_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime()


class ComparedSchema(AnswerSchema):
    """A number beside that of the period before; ``percent`` by how much it grew, None from zero."""

    key = fields.String()
    now = fields.Integer()
    before = fields.Integer()
    change = fields.Integer()
    percent = fields.String()


class PeriodSchema(AnswerSchema):
    """First and last day."""

    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()


class DaySchema(AnswerSchema):
    """Cases received on a day."""

    day = fields.String()
    feedback = fields.Integer()
    complaint = fields.Integer()


class AnswerTimesSchema(AnswerSchema):
    """How fast cases were answered, in hours; the share in time in percent."""

    answered = fields.Integer()
    median_hours = fields.String()
    p90_hours = fields.String()
    in_time = fields.Integer()
    in_time_percent = fields.String()


class AnswersSchema(AnswerSchema):
    """How fast all cases, feedback or complaints were answered, in either period."""

    key = fields.String()
    now = fields.Nested(AnswerTimesSchema)
    before = fields.Nested(AnswerTimesSchema)


class ComplaintSchema(AnswerSchema):
    """A complaint of a potential or VIP customer."""

    code = fields.String()
    customer_code = fields.String()
    customer_name = fields.String()
    tier = fields.String()
    channel = fields.String()
    region = fields.String()
    desk = fields.String()
    status = fields.String()
    content = fields.String()
    result = fields.String()
    outcome = fields.String()
    received_at = fields.String()
    answered_at = fields.String()
    hours = fields.String()
    late = fields.Boolean()


class FiguresSchema(AnswerSchema):
    """What a report says; frozen when it was compiled (``as_of``)."""

    as_of = fields.String()
    period = fields.Nested(PeriodSchema)
    before = fields.Nested(PeriodSchema)
    total = fields.Nested(ComparedSchema)
    by_kind = fields.List(fields.Nested(ComparedSchema))
    by_status = fields.List(fields.Nested(ComparedSchema))
    by_tier = fields.List(fields.Nested(ComparedSchema))
    by_channel = fields.List(fields.Nested(ComparedSchema))
    by_desk = fields.List(fields.Nested(ComparedSchema))
    by_result = fields.List(fields.Nested(ComparedSchema))
    by_region = fields.List(fields.Nested(ComparedSchema))
    other_regions = fields.Nested(ComparedSchema, allow_none=True)
    by_day = fields.List(fields.Nested(DaySchema))
    answers = fields.List(fields.Nested(AnswersSchema))
    open_at_end = fields.Nested(ComparedSchema)
    overdue_at_end = fields.Nested(ComparedSchema)
    complaints = fields.List(fields.Nested(ComplaintSchema))


class ReportSchema(ReportRowSchema):
    """A report with its figures and what became of its emails. ``actions``: what the one who asks may do with it
    now."""

    drawn_up_at = fields.AwareDateTime()
    figures = fields.Nested(FiguresSchema)
    letters = fields.List(fields.Nested(ReportEmailSchema))
    actions = fields.List(fields.String())
