"""The templates of answers, kept by the leadership of customer service."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from services.feedback.domain.reply_templates import REPLY_TEMPLATE, unknown_fields
from services.feedback.store.models import ReplyTemplate
from services.feedback.store.reply_templates import template_of

TEXTS = ("name", "subject_zh", "text_zh", "subject_en", "text_en")


@dataclass(frozen=True, kw_only=True)
class KeepTemplate:
    """What a template is called and says, in both languages; None leaves it as it is."""

    name: str | None = None
    subject_zh: str | None = None
    text_zh: str | None = None
    subject_en: str | None = None
    text_en: str | None = None


def read_template(ctx: Context, id: UUID) -> ReplyTemplate:
    """A template, in use or not."""
    return template_of(ctx.session, id)


def add_template(ctx: Context, command: KeepTemplate) -> ReplyTemplate:
    """Add a template. Raises Invalid for a field in braces that there is none of."""
    _require_known_fields(command)
    template = ReplyTemplate(**{name: getattr(command, name) or "" for name in TEXTS})
    ctx.session.add(template)
    ctx.session.flush()
    return template


def change_template(ctx: Context, id: UUID, command: KeepTemplate, version: int | None) -> ReplyTemplate:
    """Change what a template says; what was sent stays as it was. Raises Invalid like adding."""
    template = _to_change(ctx, id, version, "edit")
    _require_known_fields(command)
    for name in TEXTS:
        if (text := getattr(command, name)) is not None:
            setattr(template, name, text)
    ctx.session.flush()
    return template


def disable_template(ctx: Context, id: UUID, version: int | None) -> ReplyTemplate:
    """Offer a template no longer."""
    return _to_change(ctx, id, version, "disable")


def enable_template(ctx: Context, id: UUID, version: int | None) -> ReplyTemplate:
    """Offer it again."""
    return _to_change(ctx, id, version, "enable")


def _to_change(ctx: Context, id: UUID, version: int | None, action: str) -> ReplyTemplate:
    template = template_of(ctx.session, id, lock=True)
    expect_version(template, version)
    template.status = REPLY_TEMPLATE.after(action, template, ctx.actor)
    ctx.session.flush()
    return template


def _require_known_fields(command: KeepTemplate) -> None:
    wrong = {name: "no_such_field" for name in TEXTS[1:] if unknown_fields(getattr(command, name) or "")}
    if wrong:
        raise Invalid(**dict(wrong))
