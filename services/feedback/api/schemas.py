"""What comes into and goes out of the feedback service."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from chassis.annotations.schemas import CustomFilter
from chassis.http import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of, sort_field
from chassis.http.fields import Code
from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Priority
from contracts.reporting import Tier
from services.feedback.api.commands import listed
from services.feedback.store.queries import CASES, CaseFilter, TimelineQuery
from services.feedback.usecases.batches import MOST, CreateCases, Rejected
from services.feedback.usecases.creating import CreateCase

LONGEST_CONTENT = 4_000


class CaseFieldsSchema(CommandSchema):
    """What a customer said, when and how. ``received_at``: now when not sent."""

    command = CreateCase
    kind = fields.Enum(CaseKind, by_value=True, required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    content = fields.String(required=True, validate=length(1, LONGEST_CONTENT))
    received_at = fields.AwareDateTime(allow_none=True)
    external_id = Code(allow_none=True, validate=length(0, 64))


class CreateCaseSchema(CaseFieldsSchema):
    """A new case of a customer, by its id or its code, and what it is put under, as the lists call it."""

    customer_id = fields.UUID(allow_none=True)
    customer_code = Code(validate=length(0, 64))
    subject = listed()
    cause = listed()
    product = listed()
    place = listed()

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def names_its_customer(self, data: dict[str, Any], sent: Any, **_: Any) -> None:
        """Said together with what else is wrong, so that nobody is refused twice. Raises ValidationError."""
        if not any(sent.get(name) not in (None, "") for name in ("customer_id", "customer_code")):
            raise ValidationError({"customer_code": ["required"]})


class CaseRowSchema(CaseFieldsSchema):
    """One case of a batch. ``customer_code``: ours, or the sender's."""

    customer_code = Code(required=True, validate=length(1, 64))


class Rows(fields.List[Any]):
    """Rows of which the good ones count: one that cannot be read becomes a Rejected instead of an error."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if not 1 <= len(value) <= MOST:
            raise ValidationError(["out_of_range"])
        return [self._row(index, row) for index, row in enumerate(value)]

    def _row(self, index: int, row: Any) -> Any:
        try:
            return self.inner.deserialize(row)
        except ValidationError as error:
            messages = error.normalized_messages()  # type: ignore[no-untyped-call]
            field, codes = next(iter(messages.items()))
            return Rejected(index=index, field="" if field == "_schema" else field, code=codes[0])


class CreateCasesSchema(CommandSchema):
    """A batch of one sender's cases."""

    command = CreateCases
    source = fields.String(required=True, validate=length(1, 64))
    cases = Rows(fields.Nested(CaseRowSchema), required=True)


class CaseQuerySchema(PageQuerySchema):
    """What a list of cases is narrowed by."""

    command = CaseFilter
    q = fields.String(validate=length(0, 100))
    kind = fields.String(validate=one_of(CaseKind))
    status = fields.String(validate=one_of(CaseStatus))
    desk = fields.String(validate=one_of(Desk))
    tier = fields.String(validate=one_of(Tier))
    channel = fields.String(validate=one_of(Channel))
    customer_id = fields.UUID()
    priority = fields.String(validate=one_of(Priority))
    subject = listed()
    cause = listed()
    product = listed()
    place = listed()
    mine = fields.Boolean()
    watched = fields.Boolean()
    undone = fields.Boolean()
    overdue = fields.Boolean()
    tag = fields.UUID()
    custom = CustomFilter()
    sort = sort_field(CASES)


class TimelineQuerySchema(PageQuerySchema):
    """Which steps of a case: all, the conversation with the customer, or the work that colleagues see."""

    command = TimelineQuery
    part = fields.String(validate=one_of(("conversation", "work")))


class CaseRowAnswerSchema(AnswerSchema):
    """A case in a list. ``subject_line``: what it is about in one line; ``summary``: the beginning of what the customer
    said. ``subject``, ``cause``, ``product``, ``place``: the entries it is put under, by name.
    ``waiting_since``: since when we wait for the customer, and time stands still."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    kind = fields.String()
    status = fields.String()
    channel = fields.String()
    customer_id = fields.UUID()
    customer_code = fields.String()
    customer_name = fields.String()
    tier = fields.String()
    desk = fields.String()
    priority = fields.String()
    subject = fields.String()
    cause = fields.String()
    product = fields.String()
    place = fields.String()
    subject_line = fields.String()
    summary = fields.String()
    assignee_id = fields.UUID()
    assignee_name = fields.String()
    received_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime()
    waiting_since = fields.AwareDateTime()
    overdue = fields.Boolean()
    answered_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime()


class EmailSchema(AnswerSchema):
    """The email that answers a case: waiting, sent or failed, and why."""

    status = fields.String()
    last_error = fields.String()
    sent_at = fields.AwareDateTime()


class RelatedSchema(AnswerSchema):
    """A case that another one has to do with, and what it is to it: linked, merged into or from."""

    id = fields.UUID()
    code = fields.String()
    kind = fields.String()
    status = fields.String()
    relation = fields.String()
    subject_line = fields.String()


class ColleagueSchema(AnswerSchema):
    """Somebody who can be given a case. ``in_hand``: how many they have; ``substitute_name``: who gets it while they
    are away."""

    id = fields.UUID()
    name = fields.String()
    department_name = fields.String()
    in_hand = fields.Integer()
    away = fields.Boolean()
    substitute_name = fields.String()


class ColleaguesSchema(AnswerSchema):
    """Who works at one's desks."""

    items = fields.List(fields.Nested(ColleagueSchema))


class NeighboursSchema(AnswerSchema):
    """The cases before and after one; None at the ends."""

    previous = fields.UUID()
    next = fields.UUID()


class CaseSchema(CaseRowAnswerSchema):
    """A case with everything known of it. ``letter``: the email of the reply; None when none was written.
    ``told_by``: how the customer was told last what we say; None when it was not. ``mailable``: whether an address is
    known. ``customer_readable``: whether the one who asks may read its customer. ``colleagues``: to whom he or she may
    give it. ``actions``: what may be done with it now."""

    content = fields.String()
    region = fields.String()
    result = fields.String()
    outcome = fields.String()
    filed_by = fields.UUID()
    filed_by_name = fields.String()
    source = fields.String()
    external_id = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    letter = fields.Nested(EmailSchema)
    customer_readable = fields.Boolean()
    told_by = fields.String()
    satisfaction = fields.Integer()
    first_due_at = fields.AwareDateTime()
    first_answered_at = fields.AwareDateTime()
    due_clock = fields.String()
    merged_into_id = fields.UUID()
    mailable = fields.Boolean()
    watched = fields.Boolean()
    related = fields.List(fields.Nested(RelatedSchema))
    colleagues = fields.List(fields.Nested(ColleagueSchema))
    custom = fields.Dict()
    actions = fields.List(fields.String())


class CaseEventSchema(AnswerSchema):
    """One step of a case; ``data`` as its kind has it. ``case_code``: of the case it was made in. Of what was said
    between the customer and us: ``inbound`` says who to whom, ``letter`` what has become of the mail."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    kind = fields.String()
    actor_id = fields.UUID()
    actor_name = fields.String()
    text = fields.String()
    data = fields.Dict()
    case_id = fields.UUID()
    case_code = fields.String()
    inbound = fields.Boolean()
    channel = fields.String()
    letter = fields.Nested(EmailSchema)


class DeskSchema(AnswerSchema):
    """What waits for an answer on a desk, how much of it is late, and how much the one who asks has taken."""

    open = fields.Integer()
    overdue = fields.Integer()
    mine = fields.Integer()


class DesksSchema(AnswerSchema):
    """Both desks."""

    service = fields.Nested(DeskSchema)
    lead = fields.Nested(DeskSchema)


class RejectedSchema(AnswerSchema):
    """A row that was not taken."""

    index = fields.Integer()
    field = fields.String()
    code = fields.String()


class FiledSchema(AnswerSchema):
    """What became of a batch."""

    created = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.List(fields.Nested(RejectedSchema))
