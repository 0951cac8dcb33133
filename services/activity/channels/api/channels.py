"""The group robots of departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app
from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from chassis.http.fields import AsTyped
from contracts.activity import ChannelKind, NoticeKind
from contracts.permissions import Permission
from services.activity.channels.domain.addresses import LONGEST_ADDRESS, Rules
from services.activity.channels.domain.workflow import CHANNEL
from services.activity.channels.store.models import NoticeChannel
from services.activity.channels.store.queries import department_names
from services.activity.channels.usecases import channels as usecases
from services.activity.channels.usecases.channels import AddChannel, ChangeChannel

api = Api("notice-channels", description="Group robots of departments")
WRITE = Permission.NOTICE_CONFIGURE


class ChannelSchema(AnswerSchema):
    """A department's group robot. ``hint``: of its address, which nobody is shown again. ``signed``: there is a secret
    that its messages are signed with. ``last_error``: why the last message did not arrive."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    department_id = fields.UUID()
    department_name = fields.String()
    kind = fields.String()
    hint = fields.String()
    signed = fields.Boolean()
    notice_kinds = fields.List(fields.String())
    status = fields.String()
    last_sent_at = fields.AwareDateTime()
    last_error = fields.String()
    actions = fields.List(fields.String())


def _notice_kinds(**options: Any) -> fields.List[Any]:
    return fields.List(
        fields.Enum(NoticeKind, by_value=True), validate=validate.Length(min=1, error="required"), **options
    )


class AddChannelSchema(CommandSchema):
    """A new channel of a department."""

    command = AddChannel
    name = fields.String(required=True, validate=length(1, 100))
    department_id = fields.UUID(required=True)
    kind = fields.Enum(ChannelKind, by_value=True, required=True)
    url = fields.String(required=True, validate=length(1, LONGEST_ADDRESS))
    secret = AsTyped(validate=length(0, 200))
    notice_kinds = _notice_kinds(required=True)


class ChangeChannelSchema(CommandSchema):
    """New values of some fields; an empty secret takes it away."""

    command = ChangeChannel
    name = fields.String(validate=length(1, 100))
    url = fields.String(validate=length(1, LONGEST_ADDRESS))
    secret = AsTyped(validate=length(0, 200))
    notice_kinds = _notice_kinds()

    def make_command(self, data: dict[str, Any]) -> ChangeChannel:
        return ChangeChannel(values=data)


def presented_rows(ctx: Context, found: Sequence[NoticeChannel]) -> list[Presented]:
    """Channels with the names of their departments, and what the actor may do with them."""
    names = department_names(ctx.session, (channel.department_id for channel in found))
    return [
        Presented(
            channel,
            {
                "department_name": names.get(channel.department_id, ""),
                "signed": channel.secret_set_at is not None,
                "actions": CHANNEL.actions(channel, ctx.actor),
            },
        )
        for channel in found
    ]


def presented(ctx: Context, channel: NoticeChannel) -> Presented:
    """One channel."""
    return presented_rows(ctx, [channel])[0]


def _rules() -> Rules:
    rules: Rules = current_app.extensions["channel_rules"]
    return rules


@api.get("/notice-channels", permission=WRITE, query=PageQuerySchema, returns=page_of(ChannelSchema))
def list_channels(ctx: Context, query: PageQuery) -> Page[Presented]:
    """The channels of the departments that one looks after, the newest first, a page at a time."""
    page = usecases.list_channels(ctx, query)
    return Page(presented_rows(ctx, page.items), page.next)


@api.post("/notice-channels", permission=WRITE, body=AddChannelSchema, returns=ChannelSchema, status=201)
def add_channel(ctx: Context, command: AddChannel) -> Presented:
    """Have the group of a department told: its robot's address, and of which kinds."""
    return presented(ctx, usecases.add_channel(ctx, command, _rules()))


@api.patch(
    "/notice-channels/<uuid:id>", permission=WRITE, body=ChangeChannelSchema, returns=ChannelSchema, versioned=True
)
def change_channel(ctx: Context, id: UUID, command: ChangeChannel, version: int) -> Presented:
    """Change a channel's name, address, secret or kinds. An address or secret that is not sent stays."""
    return presented(ctx, usecases.change_channel(ctx, id, command, version, _rules()))


channels = api.resource("/notice-channels", returns=ChannelSchema, present=presented)
channels.read(usecases.read_channel, permission=WRITE)
channels.command("disable", usecases.disable_channel, permission=WRITE)
channels.command("enable", usecases.enable_channel, permission=WRITE)
channels.command("try", usecases.try_channel, permission=WRITE)
