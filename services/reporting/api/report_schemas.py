"""What comes into and goes out of the report routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from chassis.http import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of, sort_field
from contracts.reporting import ReportFrequency, ReportStatus
from services.reporting.domain.sections import LONGEST
from services.reporting.emails.sheets import LANGUAGES
from services.reporting.store.reports import REPORTS, ReportFilter
from services.reporting.usecases.report_policy import ChangeReportPolicy
from services.reporting.usecases.reports import AnswerComment, ChangeReport, GenerateReport

MOST_READERS = 200
"""Further persons that reports may go to."""


@dataclass(frozen=True, kw_only=True)
class TablesQuery:
    """How a file of tables is written."""

    language: str = "zh"


class GenerateReportSchema(CommandSchema):
    """The period, both days included."""

    command = GenerateReport
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)


class ChangeReportSchema(CommandSchema):
    """New words of some sections, in Markdown; sections that are not sent stay as they are."""

    command = ChangeReport
    what_happened = fields.String(validate=length(0, LONGEST))
    why = fields.String(validate=length(0, LONGEST))
    proposal = fields.String(validate=length(0, LONGEST))

    def make_command(self, data: dict[str, Any]) -> ChangeReport:
        return ChangeReport(values=data)


class AnswerCommentSchema(CommandSchema):
    """What the author says to the reviewer's comment."""

    command = AnswerComment
    answer = fields.String(required=True, validate=length(1, 4_000))


class ChangeReportPolicySchema(CommandSchema):
    """New values; fields that are not sent stay as they are. ``staff_ids``: the further persons."""

    command = ChangeReportPolicy
    frequency = fields.Enum(ReportFrequency, by_value=True)
    to_leadership = fields.Boolean()
    staff_ids = fields.List(fields.UUID(), validate=validate.Length(max=MOST_READERS, error="too_long"))

    def make_command(self, data: dict[str, Any]) -> ChangeReportPolicy:
        if "staff_ids" in data:
            data["staff_ids"] = list(dict.fromkeys(data["staff_ids"]))
        return ChangeReportPolicy(values=data)


class TablesQuerySchema(CommandSchema):
    """The language of the headings."""

    command = TablesQuery
    language = fields.String(validate=one_of(LANGUAGES))


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


class SatisfiedSchema(AnswerSchema):
    """How many customers said how satisfied they were, and the average, 1 to 5."""

    answers = fields.Integer()
    average = fields.String()


class SatisfactionSchema(AnswerSchema):
    """How satisfied the customers of all cases, of a desk, a tier or a cause were, in either period."""

    by = fields.String()
    key = fields.String()
    now = fields.Nested(SatisfiedSchema)
    before = fields.Nested(SatisfiedSchema)


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
    """What a report says in figures; frozen when they were compiled (``as_of``). Older ones lack causes and
    satisfaction."""

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
    by_cause = fields.List(fields.Nested(ComparedSchema))
    other_causes = fields.Nested(ComparedSchema, allow_none=True)
    by_score = fields.List(fields.Nested(ComparedSchema))
    satisfaction = fields.List(fields.Nested(SatisfactionSchema))
    by_day = fields.List(fields.Nested(DaySchema))
    answers = fields.List(fields.Nested(AnswersSchema))
    open_at_end = fields.Nested(ComparedSchema)
    overdue_at_end = fields.Nested(ComparedSchema)
    complaints = fields.List(fields.Nested(ComplaintSchema))


class ReportSummarySchema(AnswerSchema):
    """The report in a sentence or two, in both languages, as the mail and the PDF have it."""

    zh = fields.String()
    en = fields.String()


class ReportEventSchema(AnswerSchema):
    """A step of a report. ``comment``: what the reviewer wanted mended, or what the author answered when handing it in
    again. ``by_name`` is empty for what the schedule did."""

    number = fields.Integer()
    kind = fields.String()
    at = fields.AwareDateTime()
    by_name = fields.String(attribute="actor_name")
    comment = fields.String()


class RevisionSchema(AnswerSchema):
    """A report as it stood at one of its steps: the words and figures it had then."""

    code = fields.String()
    period_from = fields.Date()
    period_to = fields.Date()
    event = fields.Nested(ReportEventSchema)
    what_happened = fields.String()
    why = fields.String()
    proposal = fields.String()
    drawn_up_at = fields.AwareDateTime()
    figures = fields.Nested(FiguresSchema)
    summary = fields.Nested(ReportSummarySchema)


class ReportSchema(ReportRowSchema):
    """A report with its words and figures, every step it took, and what became of its emails. The words are Markdown,
    as they were written. ``actions``: what the one who asks may do with it now."""

    what_happened = fields.String()
    why = fields.String()
    proposal = fields.String()
    answer = fields.String(attribute="response")
    drawn_up_at = fields.AwareDateTime()
    figures = fields.Nested(FiguresSchema)
    summary = fields.Nested(ReportSummarySchema)
    events = fields.List(fields.Nested(ReportEventSchema))
    letters = fields.List(fields.Nested(ReportEmailSchema))
    actions = fields.List(fields.String())


class ReaderSchema(AnswerSchema):
    """Somebody whom reports are mailed to."""

    id = fields.UUID()
    name = fields.String()


class ReportPolicySchema(AnswerSchema):
    """How often reports are drawn up by the clock, and whom an approved one is mailed to: the leadership, and further
    persons. ``actions``: what the one who asks may do with it."""

    version = fields.Integer()
    frequency = fields.String()
    to_leadership = fields.Boolean()
    staff_ids = fields.List(fields.UUID())
    readers = fields.List(fields.Nested(ReaderSchema))
    actions = fields.List(fields.String())
