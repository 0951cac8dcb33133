"""One's own notices, and how one wants to be told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Count, Page
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, CountSchema, PageQuerySchema, Presented, page_of
from contracts.activity import Delivery, NoticeKind
from services.activity.store.notices import Notice, NoticeFilter
from services.activity.usecases import notice_settings, notices
from services.activity.usecases.notice_settings import ChooseDeliveries, Deliveries
from services.activity.usecases.notices import Done, ReadNotices

api = Api("notices", description="Notices: what one should look at, and how one wants to be told")


class NoticeSchema(AnswerSchema):
    """Somebody should look at a record. ``record_kind``: the record's noun in the API; ``code``: its own, where it has
    one. What the record says is read there. ``due_at``: by when."""

    id = fields.UUID()
    kind = fields.String()
    at = fields.AwareDateTime()
    record_kind = fields.String()
    record_id = fields.UUID()
    code = fields.String()
    due_at = fields.AwareDateTime()
    read_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class NoticeQuerySchema(PageQuerySchema):
    """What one's notices are narrowed by."""

    command = NoticeFilter
    kind = fields.Enum(NoticeKind, by_value=True)
    unread = fields.Boolean()


class ReadNoticesSchema(CommandSchema):
    """Of which kind; of all without one."""

    command = ReadNotices
    kind = fields.Enum(NoticeKind, by_value=True, allow_none=True)


class DoneSchema(AnswerSchema):
    """How many were marked."""

    count = fields.Integer()


NoticeSettingsSchema = AnswerSchema.from_dict(
    {kind.value: fields.String() for kind in NoticeKind}, name="NoticeSettingsSchema"
)


class _ChooseSchema(CommandSchema):
    """How one wants to be told of some kinds."""

    command = ChooseDeliveries

    def make_command(self, data: dict[str, Any]) -> ChooseDeliveries:
        return ChooseDeliveries(deliveries=data)


ChooseDeliveriesSchema = _ChooseSchema.from_dict(
    {kind.value: fields.Enum(Delivery, by_value=True) for kind in NoticeKind}, name="ChooseDeliveriesSchema"
)


def presented(ctx: Context, notice: Notice) -> Presented:
    """A notice with what can be done with it."""
    return Presented(notice, {"actions": [] if notice.read_at else ["read"]})


@api.get("/notices", permission=SIGNED_IN, query=NoticeQuerySchema, returns=page_of(NoticeSchema))
def list_notices(ctx: Context, query: NoticeFilter) -> Page[Presented]:
    """One's own notices, the latest first, a page at a time; of one kind, or only what is unread."""
    page = notices.list_notices(ctx, query)
    return Page([presented(ctx, notice) for notice in page.items], page.next)


@api.get("/notices/unread", permission=SIGNED_IN, returns=CountSchema)
def count_unread_notices(ctx: Context) -> Count:
    """How many of one's own notices are unread; counted to 99. Cheap, and no reading of anything."""
    return notices.count_unread_notices(ctx)


@api.post("/notices/read", permission=SIGNED_IN, body=ReadNoticesSchema, returns=DoneSchema)
def read_notices(ctx: Context, command: ReadNotices) -> Done:
    """Mark all of one's own notices as read, or all of one kind."""
    return notices.read_notices(ctx, command)


@api.post("/notices/<uuid:id>/read", permission=SIGNED_IN, returns=NoticeSchema)
def read_notice(ctx: Context, id: UUID) -> Presented:
    """Mark one of one's own notices as read; it stays so."""
    return presented(ctx, notices.read_notice(ctx, id))


@api.get("/notices/settings", permission=SIGNED_IN, returns=NoticeSettingsSchema)
def read_notice_settings(ctx: Context) -> Deliveries:
    """How one is told of each kind of notice: as one has chosen, or as everybody is until then."""
    return notice_settings.read_notice_settings(ctx)


@api.patch("/notices/settings", permission=SIGNED_IN, body=ChooseDeliveriesSchema, returns=NoticeSettingsSchema)
def change_notice_settings(ctx: Context, command: ChooseDeliveries) -> Deliveries:
    """Choose how to be told of some kinds: on the page, by mail at once, with the mail of the day, or not at all. It
    holds for what comes from now on."""
    return notice_settings.change_notice_settings(ctx, command)
