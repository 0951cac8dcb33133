"""What somebody should look at: the bell, the list by kind, how to be told, the group robots of departments."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for
from flask_babel import lazy_gettext as _l

from chassis.client import ServiceError
from contracts.activity import NoticeKind
from gateway.clients import Record
from gateway.clients.generated import activity
from gateway.formats import ago
from gateway.forms import text
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.page import Page
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.pages.notices.links import place_of
from gateway.pages.staff.known import department_pairs
from gateway.render import show, wants_fragment
from gateway.words import CHOICES

page = Blueprint("notices", __name__, url_prefix="/notices", template_folder="templates")
READ = "notices-read"
"""What the browser is told when notices may have been read."""

TABLE = Table(
    cells="notices/_cells.html",
    mark=lambda notice: "" if notice["read_at"] else "unread",
    columns=(
        Column("kind", _l("Notice"), cell="notice"),
        Column("code", _l("Code"), looks="nowrap"),
        Column("due_at", _l("Due"), cell="due", looks="nowrap"),
        Column("at", _l("When"), ago, looks="nowrap"),
        Column("read", _l("Mark as read"), cell="read", hidden_title=True, looks="text-end"),
    ),
)
NOTHING = Empty(
    _l("No notice yet"), _l("When somebody waits for you, or a case of yours is due, it stands here."), "bell"
)
NONE_LIKE_IT = Empty(_l("No such notice"), icon="bell-check")


def asked_kind(_found: Any) -> Record:
    """Of which kind all are marked as read: the one that the list is narrowed to."""
    return {"of_kind": {"kind": text("kind") or request.args.get("kind", "")}}


told = ListPage(
    page,
    "told",
    Looks(NOTHING, "notices/index.html", table=TABLE, unfit=NONE_LIKE_IT, above="notices/_read_all.html"),
    find=activity.list_notices,
    filters=(Filter("kind", _l("Any kind"), choice="notice_kind"), Filter("unread", _l("Unread only"), look="box")),
    extras=asked_kind,
)
told.command("open", activity.read_notice, always=True, see=place_of, said="")
told.command("read", activity.read_notice, said=_l("Marked as read."), title=_l("Mark as read"), tone="btn-sm")
told.adds(
    "read-all",
    activity.read_notices,
    path="/read",
    record="of_kind",
    see=lambda _done: url_for(".index", kind=text("kind") or None),
    said=_l("Marked as read."),
    title=_l("Mark all as read"),
    icon="checks",
    tone="btn-sm",
    fields=(Field("kind", look="hidden", of="kind"),),
)


@page.after_request
def recount(response: Response) -> Response:
    """When the list is drawn anew in its page, something was read: the bell counts again."""
    if wants_fragment() and request.endpoint == "notices.index":
        response.headers["HX-Trigger-After-Settle"] = READ
    return response


@page.get("/unread")
def bell() -> Response:
    """How many are unread, for the bell; nothing when nobody can say it now."""
    try:
        unread = activity.count_unread_notices()
    except ServiceError:
        return make_response("", 204)
    return show("notices/_bell.html", unread=unread)


settings = Page(
    page,
    "notices/settings.html",
    load=lambda: {"chosen": activity.read_notice_settings()},
    path="/settings",
    endpoint="settings",
)
settings.adds(
    "settings",
    activity.change_notice_settings,
    record="chosen",
    said=_l("Changed."),
    title=_l("Save"),
    fields=tuple(
        Field(kind.value, CHOICES["notice_kind"][kind.value], choice="delivery", of=kind.value, required=True)
        for kind in NoticeKind
    ),
)

CHANNELS = Table(
    cells="notices/_channels.html",
    columns=(
        Column("name", _l("Group"), cell="group"),
        Column("department_name", _l("Department")),
        Column("notice_kinds", _l("Is told of"), cell="kinds"),
        Column("last_sent_at", _l("Last message"), cell="last"),
        Column("actions", _l("Actions"), cell="acts", hidden_title=True),
    ),
)
KINDS = Field("notice_kinds", choice="notice_kind", of="notice_kinds")
SECRET = Field("secret", look="password", html={"autocomplete": "off"}, hint=_l("Of DingTalk or Feishu, if it signs."))

channels = ListPage(
    page,
    "channels",
    Looks(
        Empty(_l("No group is told yet"), icon="robot"),
        "notices/channels.html",
        table=CHANNELS,
        above="notices/_new_channel.html",
    ),
    find=activity.list_channels,
    path="/channels",
    endpoint="channels",
)
channels.adds(
    "channel",
    activity.add_channel,
    pairs=lambda _context: {"department_id": department_pairs()},
    said=_l("Added."),
    title=_l("New group robot"),
    submit=_l("Add"),
    icon="plus",
    tone="btn-primary mb-3",
    fields=(
        Field("name"),
        Field("department_id", look="select"),
        Field("kind", choice="channel_kind"),
        Field("url", html={"autocomplete": "off"}, hint=_l("As WeCom, DingTalk or Feishu shows it for the robot.")),
        SECRET,
        KINDS,
    ),
)
channels.command(
    "edit",
    activity.change_channel,
    path="",
    said=_l("Changed."),
    title=_l("Change"),
    tone="btn-sm btn-ghost-secondary",
    submit=_l("Save"),
    fields=(
        Field("name", of="name"),
        Field("url", html={"autocomplete": "off"}, hint=_l("Only if it is another one.")),
        SECRET,
        KINDS,
    ),
)
channels.command("try", activity.try_channel, said=_l("A message is on its way."), title=_l("Try it"), tone="btn-sm")
channels.command("disable", activity.disable_channel, said=_l("Disabled."), title=_l("Disable"), tone="btn-sm")
channels.command("enable", activity.enable_channel, said=_l("Enabled again."), title=_l("Enable again"), tone="btn-sm")
