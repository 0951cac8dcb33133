# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the activity service answers, and what it takes."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from gateway.clients import Id, Version, ask


class AddChannel(TypedDict):
    name: str
    department_id: str
    kind: Literal["wecom", "dingtalk", "feishu"]
    url: str
    secret: NotRequired[str]
    notice_kinds: list[
        Literal[
            "case_assigned",
            "case_due",
            "case_overdue",
            "case_escalated",
            "case_vip",
            "case_said_more",
            "case_email_failed",
            "entry_to_check",
            "entry_returned",
            "entry_approved",
            "entry_handed_in",
            "change_to_check",
            "change_decided",
            "import_to_check",
            "import_decided",
            "view_request_to_decide",
            "view_request_decided",
            "customer_given",
            "contact_overdue",
            "hand_over_waiting",
            "customer_rose",
            "customer_fell",
            "report_to_review",
            "report_returned",
            "report_approved",
            "account_needs_password",
            "account_to_confirm",
            "owner_left",
            "unusual_reading",
            "backup_failed",
        ]
    ]


class ChangeChannel(TypedDict):
    name: NotRequired[str]
    url: NotRequired[str]
    secret: NotRequired[str]
    notice_kinds: NotRequired[
        list[
            Literal[
                "case_assigned",
                "case_due",
                "case_overdue",
                "case_escalated",
                "case_vip",
                "case_said_more",
                "case_email_failed",
                "entry_to_check",
                "entry_returned",
                "entry_approved",
                "entry_handed_in",
                "change_to_check",
                "change_decided",
                "import_to_check",
                "import_decided",
                "view_request_to_decide",
                "view_request_decided",
                "customer_given",
                "contact_overdue",
                "hand_over_waiting",
                "customer_rose",
                "customer_fell",
                "report_to_review",
                "report_returned",
                "report_approved",
                "account_needs_password",
                "account_to_confirm",
                "owner_left",
                "unusual_reading",
                "backup_failed",
            ]
        ]
    ]


class Channel(TypedDict):
    id: str
    version: int
    name: str | None
    department_id: str | None
    department_name: str | None
    kind: str | None
    hint: str | None
    signed: bool | None
    notice_kinds: list[str]
    status: str | None
    last_sent_at: str | None
    last_error: str | None
    actions: list[str]


class ChannelPage(TypedDict):
    items: list[Channel]
    next: str | None


class ChooseDeliveries(TypedDict):
    case_assigned: NotRequired[Literal["page", "at_once", "daily", "off"]]
    case_due: NotRequired[Literal["page", "at_once", "daily", "off"]]
    case_overdue: NotRequired[Literal["page", "at_once", "daily", "off"]]
    case_escalated: NotRequired[Literal["page", "at_once", "daily", "off"]]
    case_vip: NotRequired[Literal["page", "at_once", "daily", "off"]]
    case_said_more: NotRequired[Literal["page", "at_once", "daily", "off"]]
    case_email_failed: NotRequired[Literal["page", "at_once", "daily", "off"]]
    entry_to_check: NotRequired[Literal["page", "at_once", "daily", "off"]]
    entry_returned: NotRequired[Literal["page", "at_once", "daily", "off"]]
    entry_approved: NotRequired[Literal["page", "at_once", "daily", "off"]]
    entry_handed_in: NotRequired[Literal["page", "at_once", "daily", "off"]]
    change_to_check: NotRequired[Literal["page", "at_once", "daily", "off"]]
    change_decided: NotRequired[Literal["page", "at_once", "daily", "off"]]
    import_to_check: NotRequired[Literal["page", "at_once", "daily", "off"]]
    import_decided: NotRequired[Literal["page", "at_once", "daily", "off"]]
    view_request_to_decide: NotRequired[Literal["page", "at_once", "daily", "off"]]
    view_request_decided: NotRequired[Literal["page", "at_once", "daily", "off"]]
    customer_given: NotRequired[Literal["page", "at_once", "daily", "off"]]
    contact_overdue: NotRequired[Literal["page", "at_once", "daily", "off"]]
    hand_over_waiting: NotRequired[Literal["page", "at_once", "daily", "off"]]
    customer_rose: NotRequired[Literal["page", "at_once", "daily", "off"]]
    customer_fell: NotRequired[Literal["page", "at_once", "daily", "off"]]
    report_to_review: NotRequired[Literal["page", "at_once", "daily", "off"]]
    report_returned: NotRequired[Literal["page", "at_once", "daily", "off"]]
    report_approved: NotRequired[Literal["page", "at_once", "daily", "off"]]
    account_needs_password: NotRequired[Literal["page", "at_once", "daily", "off"]]
    account_to_confirm: NotRequired[Literal["page", "at_once", "daily", "off"]]
    owner_left: NotRequired[Literal["page", "at_once", "daily", "off"]]
    unusual_reading: NotRequired[Literal["page", "at_once", "daily", "off"]]
    backup_failed: NotRequired[Literal["page", "at_once", "daily", "off"]]


class Count(TypedDict):
    count: int | None
    more: bool | None


class Done(TypedDict):
    count: int | None


class Notice(TypedDict):
    id: str
    kind: str | None
    at: str | None
    record_kind: str | None
    record_id: str | None
    code: str | None
    due_at: str | None
    read_at: str | None
    actions: list[str]


class NoticePage(TypedDict):
    items: list[Notice]
    next: str | None


class NoticeSettings(TypedDict):
    case_assigned: str | None
    case_due: str | None
    case_overdue: str | None
    case_escalated: str | None
    case_vip: str | None
    case_said_more: str | None
    case_email_failed: str | None
    entry_to_check: str | None
    entry_returned: str | None
    entry_approved: str | None
    entry_handed_in: str | None
    change_to_check: str | None
    change_decided: str | None
    import_to_check: str | None
    import_decided: str | None
    view_request_to_decide: str | None
    view_request_decided: str | None
    customer_given: str | None
    contact_overdue: str | None
    hand_over_waiting: str | None
    customer_rose: str | None
    customer_fell: str | None
    report_to_review: str | None
    report_returned: str | None
    report_approved: str | None
    account_needs_password: str | None
    account_to_confirm: str | None
    owner_left: str | None
    unusual_reading: str | None
    backup_failed: str | None


class ReadNotices(TypedDict):
    kind: NotRequired[
        Literal[
            "case_assigned",
            "case_due",
            "case_overdue",
            "case_escalated",
            "case_vip",
            "case_said_more",
            "case_email_failed",
            "entry_to_check",
            "entry_returned",
            "entry_approved",
            "entry_handed_in",
            "change_to_check",
            "change_decided",
            "import_to_check",
            "import_decided",
            "view_request_to_decide",
            "view_request_decided",
            "customer_given",
            "contact_overdue",
            "hand_over_waiting",
            "customer_rose",
            "customer_fell",
            "report_to_review",
            "report_returned",
            "report_approved",
            "account_needs_password",
            "account_to_confirm",
            "owner_left",
            "unusual_reading",
            "backup_failed",
            None,
        ]
    ]


def list_channels(*, after: str | None = None, limit: int | str | None = None) -> ChannelPage:
    """The channels of the departments that one looks after, the newest first, a page at a time."""
    answered: ChannelPage = ask("activity", "GET", "/v1/notice-channels", query={"after": after, "limit": limit})
    return answered


def add_channel(body: AddChannel, *, key: str = "") -> Channel:
    """Have the group of a department told: its robot's address, and of which kinds."""
    answered: Channel = ask("activity", "POST", "/v1/notice-channels", body=body, key=key)
    return answered


def read_channel(id: Id) -> Channel:
    """A channel of a department that one looks after."""
    answered: Channel = ask("activity", "GET", f"/v1/notice-channels/{id}")
    return answered


def change_channel(id: Id, body: ChangeChannel, *, version: Version) -> Channel:
    """Change a channel's name, address, secret or kinds. An address or secret that is not sent stays."""
    answered: Channel = ask("activity", "PATCH", f"/v1/notice-channels/{id}", body=body, version=version)
    return answered


def disable_channel(id: Id, *, version: Version, key: str = "") -> Channel:
    """Send nothing to a channel from now on."""
    answered: Channel = ask("activity", "POST", f"/v1/notice-channels/{id}/disable", version=version, key=key)
    return answered


def enable_channel(id: Id, *, version: Version, key: str = "") -> Channel:
    """Send to a channel again."""
    answered: Channel = ask("activity", "POST", f"/v1/notice-channels/{id}/enable", version=version, key=key)
    return answered


def try_channel(id: Id, *, version: Version, key: str = "") -> Channel:
    """Send a message to a channel that says nothing but that it arrives."""
    answered: Channel = ask("activity", "POST", f"/v1/notice-channels/{id}/try", version=version, key=key)
    return answered


def list_notices(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    kind: str | None = None,
    unread: bool | str | None = None,
) -> NoticePage:
    """One's own notices, the latest first, a page at a time; of one kind, or only what is unread."""
    answered: NoticePage = ask(
        "activity", "GET", "/v1/notices", query={"after": after, "limit": limit, "kind": kind, "unread": unread}
    )
    return answered


def read_notices(body: ReadNotices, *, key: str = "") -> Done:
    """Mark all of one's own notices as read, or all of one kind."""
    answered: Done = ask("activity", "POST", "/v1/notices/read", body=body, key=key)
    return answered


def read_notice_settings() -> NoticeSettings:
    """How one is told of each kind of notice: as one has chosen, or as everybody is until then."""
    answered: NoticeSettings = ask("activity", "GET", "/v1/notices/settings")
    return answered


def change_notice_settings(body: ChooseDeliveries) -> NoticeSettings:
    """Choose how to be told of some kinds: on the page, by mail at once, with the mail of the day, or not at all. It
    holds for what comes from now on.
    """
    answered: NoticeSettings = ask("activity", "PATCH", "/v1/notices/settings", body=body)
    return answered


def count_unread_notices() -> Count:
    """How many of one's own notices are unread; counted to 99. Cheap, and no reading of anything."""
    answered: Count = ask("activity", "GET", "/v1/notices/unread")
    return answered


def read_notice(id: Id, *, key: str = "") -> Notice:
    """Mark one of one's own notices as read; it stays so."""
    answered: Notice = ask("activity", "POST", f"/v1/notices/{id}/read", key=key)
    return answered
