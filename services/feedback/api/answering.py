"""Answers to customers: what one begins with, the email before it goes, and the templates."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page
from chassis.http import (
    AnswerSchema,
    Api,
    CommandSchema,
    PageQuerySchema,
    Presented,
    length,
    one_of,
    page_of,
    sort_field,
)
from contracts.feedback import AnswerLanguage, TemplateStatus
from contracts.masking import mask_email
from contracts.permissions import Permission
from services.feedback.api.commands import LONGEST, LONGEST_SUBJECT, ShowEmailSchema
from services.feedback.domain.reply_templates import REPLY_TEMPLATE
from services.feedback.domain.workflow import CASE
from services.feedback.store import queries
from services.feedback.store.models import ReplyTemplate
from services.feedback.store.reply_templates import TEMPLATES, TemplateFilter, template_page
from services.feedback.usecases import replies
from services.feedback.usecases import reply_templates as use
from services.feedback.usecases.replies import Draft, ShowEmail
from services.feedback.usecases.reply_templates import KeepTemplate

api = Api("answers", description="Answers to customers, and their templates")
READ, LEAD = Permission.CASE_READ, Permission.CASE_LEAD


class DraftQuerySchema(CommandSchema):
    """With which template an answer begins, in which language."""

    command = Draft
    template_id = fields.UUID()
    language = fields.Enum(AnswerLanguage, by_value=True)


class OfferedTemplateSchema(AnswerSchema):
    """A template on offer."""

    id = fields.UUID()
    name = fields.String()


class DraftSchema(AnswerSchema):
    """An answer that was begun. ``to``: the address that a mail would go to, masked; empty when none is known.
    ``content``: what the customer said."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    kind = fields.String()
    customer_name = fields.String()
    content = fields.String()
    to = fields.String()
    subject = fields.String()
    text = fields.String()
    templates = fields.List(fields.Nested(OfferedTemplateSchema))
    actions = fields.List(fields.String())


class EmailWordsSchema(AnswerSchema):
    """An email as it would go now; ``mailed`` false when there is no address for it to go to."""

    to = fields.String()
    mailed = fields.Boolean()
    subject = fields.String()
    text = fields.String()


class ReplyTemplateSchema(AnswerSchema):
    """A template of answers. ``actions``: what the one who asks may do with it."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    subject_zh = fields.String()
    text_zh = fields.String()
    subject_en = fields.String()
    text_en = fields.String()
    status = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class TemplateQuerySchema(PageQuerySchema):
    """What a list of templates is narrowed by."""

    command = TemplateFilter
    status = fields.String(validate=one_of(TemplateStatus))
    sort = sort_field(TEMPLATES)


class ChangeTemplateSchema(CommandSchema):
    """What a template is called and says; fields in braces: customer_name, code, content, agent_name."""

    command: ClassVar[Any] = KeepTemplate
    name = fields.String(validate=length(1, 60))
    subject_zh = fields.String(validate=length(1, LONGEST_SUBJECT))
    text_zh = fields.String(validate=length(1, LONGEST))
    subject_en = fields.String(validate=length(1, LONGEST_SUBJECT))
    text_en = fields.String(validate=length(1, LONGEST))


class AddTemplateSchema(ChangeTemplateSchema):
    """A new one, with all of it."""

    name = fields.String(required=True, validate=length(1, 60))
    subject_zh = fields.String(required=True, validate=length(1, LONGEST_SUBJECT))
    text_zh = fields.String(required=True, validate=length(1, LONGEST))
    subject_en = fields.String(required=True, validate=length(1, LONGEST_SUBJECT))
    text_en = fields.String(required=True, validate=length(1, LONGEST))


@api.get("/cases/<uuid:id>/draft", permission=READ, query=DraftQuerySchema, returns=DraftSchema)
def begin_answer(ctx: Context, id: UUID, query: Draft) -> Presented:
    """What an answer begins with: the templates on offer, and the text of the chosen one, its fields filled in."""
    begun = replies.begin_answer(ctx, id, query)
    reaches = queries.reach_at(ctx.session, ctx.actor, id)
    extras = {
        "customer_name": begun.customer.name,
        "to": mask_email(begun.customer.email) if begun.customer.email else "",
        "subject": begun.subject,
        "text": begun.text,
        "templates": begun.templates,
        "actions": CASE.actions(begun.case, ctx.actor, reaches=reaches),
    }
    return Presented(begun.case, extras)


@api.post("/cases/<uuid:id>/email", permission=READ, body=ShowEmailSchema, returns=EmailWordsSchema)
def show_email(ctx: Context, id: UUID, command: ShowEmail) -> dict[str, Any]:
    """The email as it would go now, word for word. Nothing is sent and nothing is kept."""
    email = replies.show_email(ctx, id, command)
    to = mask_email(email.to) if email.to else ""
    return {"to": to, "mailed": email.mailed, "subject": email.words.subject, "text": email.words.text}


@api.get("/reply-templates", permission=READ, query=TemplateQuerySchema, returns=page_of(ReplyTemplateSchema))
def list_templates(ctx: Context, query: TemplateFilter) -> Page[Presented]:
    """The templates of answers, by name."""
    page = template_page(ctx.session, query)
    return Page([present(ctx, template) for template in page.items], page.next)


def present(ctx: Context, template: ReplyTemplate) -> Presented:
    """A template, and what the actor may do with it."""
    return Presented(template, {"actions": REPLY_TEMPLATE.actions(template, ctx.actor)})


templates = api.resource("/reply-templates", returns=ReplyTemplateSchema, present=present)
templates.read(use.read_template, permission=READ)
templates.create(use.add_template, permission=LEAD, body=AddTemplateSchema)
templates.change(use.change_template, permission=LEAD, body=ChangeTemplateSchema)
templates.command("disable", use.disable_template, permission=LEAD)
templates.command("enable", use.enable_template, permission=LEAD)
