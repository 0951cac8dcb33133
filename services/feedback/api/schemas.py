"""What comes into and goes out of the feedback service."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from chassis.annotations.schemas import CustomFilter
from chassis.http import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of, sort_field
from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Result
from contracts.reporting import Tier
from services.feedback.store.queries import CASES, CaseFilter
from services.feedback.usecases.actions import Note, Reopen, Resolve
from services.feedback.usecases.batches import MOST, CreateCases, Rejected
from services.feedback.usecases.creating import CreateCase
from services.feedback.usecases.replies import Reply

LONGEST_CONTENT = 4_000


class CaseFieldsSchema(CommandSchema):
    """What a customer said, when and how. ``received_at``: now when not sent."""

    command = CreateCase
    kind = fields.Enum(CaseKind, by_value=True, required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    content = fields.String(required=True, validate=length(1, LONGEST_CONTENT))
    received_at = fields.AwareDateTime(allow_none=True)
    external_id = fields.String(allow_none=True, validate=length(0, 64))


class CreateCaseSchema(CaseFieldsSchema):
    """A new case of a customer, by its id or its code."""

    customer_id = fields.UUID(allow_none=True)
    customer_code = fields.String(validate=length(0, 64))

    @validates_schema
    def names_its_customer(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("customer_id") and not data.get("customer_code"):
            raise ValidationError({"customer_code": ["required"]})


class CaseRowSchema(CaseFieldsSchema):
    """One case of a batch. ``customer_code``: ours, or the sender's."""

    customer_code = fields.String(required=True, validate=length(1, 64))


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
    mine = fields.Boolean()
    overdue = fields.Boolean()
    tag = fields.UUID()
    custom = CustomFilter()
    sort = sort_field(CASES)


class CaseNoteSchema(CommandSchema):
    """What somebody found out or did."""

    command = Note
    text = fields.String(required=True, validate=length(1, 4_000))


class ReplySchema(CommandSchema):
    """The reply to the customer; with ``mail`` (the default) it is sent with our thanks if we know an address."""

    command = Reply
    text = fields.String(required=True, validate=length(1, 4_000))
    mail = fields.Boolean()


class ResolveSchema(CommandSchema):
    """How a complaint ended."""

    command = Resolve
    result = fields.Enum(Result, by_value=True, required=True)
    outcome = fields.String(required=True, validate=length(1, 4_000))


class ReopenSchema(CommandSchema):
    """Why a complaint is not over."""

    command = Reopen
    reason = fields.String(required=True, validate=length(1, 1_000))


class CaseRowAnswerSchema(AnswerSchema):
    """A case in a list. ``summary``: the beginning of what the customer said."""

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
    summary = fields.String()
    assignee_id = fields.UUID()
    assignee_name = fields.String()
    received_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime()
    overdue = fields.Boolean()
    answered_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime()


class EmailSchema(AnswerSchema):
    """The email that answers a case: waiting, sent or failed, and why."""

    status = fields.String()
    last_error = fields.String()
    sent_at = fields.AwareDateTime()


class CaseSchema(CaseRowAnswerSchema):
    """A case with everything known of it. ``letter``: the email that answers it, None when none was written.
    ``actions``: what the one who asks may do with it now."""

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
    custom = fields.Dict()
    actions = fields.List(fields.String())


class CaseEventSchema(AnswerSchema):
    """One step of a case; ``data`` as its kind has it."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    kind = fields.String()
    actor_id = fields.UUID()
    actor_name = fields.String()
    text = fields.String()
    data = fields.Dict()


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
