"""What comes in and goes out of records that somebody writes and somebody else approves (chassis.approval)."""

from __future__ import annotations

from marshmallow import fields

from chassis.approval import ApprovalFilter, Comment
from chassis.http.schema import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of
from chassis.workflow import ApprovalStatus


class ApprovalQuerySchema(PageQuerySchema):
    """What the list is narrowed by."""

    command = ApprovalFilter
    status = fields.String(validate=one_of(ApprovalStatus))


class CommentSchema(CommandSchema):
    """What is to be mended."""

    command = Comment
    comment = fields.String(required=True, validate=length(1, 4_000))


class ApprovalRowSchema(AnswerSchema):
    """A record in the list."""

    id = fields.UUID()
    version = fields.Integer()
    status = fields.String()
    author_name = fields.String()
    created_at = fields.AwareDateTime()


class ApprovalSchema(ApprovalRowSchema):
    """A record with what became of it. ``actions``: what the one who asks may do with it now."""

    comment = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    actions = fields.List(fields.String())
