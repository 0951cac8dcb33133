"""The words of notices and of the group robots."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.activity import ChannelError, ChannelKind, Delivery
from contracts.activity import NoticeKind as K
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "notice_kind": {
            K.CASE_ASSIGNED: _l("A case was assigned to you"),
            K.CASE_DUE: _l("A case is due soon"),
            K.CASE_OVERDUE: _l("A case is overdue"),
            K.CASE_ESCALATED: _l("A case was escalated"),
            K.CASE_VIP: _l("A VIP customer has complained"),
            K.CASE_SAID_MORE: _l("The customer has said more about a case"),
            K.CASE_EMAIL_FAILED: _l("An email to a customer could not be sent"),
            K.ENTRY_TO_CHECK: _l("A customer's entry waits to be checked"),
            K.ENTRY_RETURNED: _l("A customer's entry was returned"),
            K.ENTRY_APPROVED: _l("A customer's entry was approved"),
            K.ENTRY_HANDED_IN: _l("A customer's entry was handed in"),
            K.CHANGE_TO_CHECK: _l("A change waits to be checked"),
            K.CHANGE_DECIDED: _l("Your change was decided on"),
            K.IMPORT_TO_CHECK: _l("An import waits to be checked"),
            K.IMPORT_DECIDED: _l("Your import was decided on"),
            K.VIEW_REQUEST_TO_DECIDE: _l("A request to view a customer waits for you"),
            K.VIEW_REQUEST_DECIDED: _l("Your request to view a customer was decided on"),
            K.CUSTOMER_GIVEN: _l("A customer was given to you"),
            K.CONTACT_OVERDUE: _l("A VIP customer was not contacted in time"),
            K.HAND_OVER_WAITING: _l("A VIP customer waits to be taken over"),
            K.CUSTOMER_ROSE: _l("A customer rose to a higher tier"),
            K.CUSTOMER_FELL: _l("A customer fell to a lower tier"),
            K.REPORT_TO_REVIEW: _l("A report waits for its review"),
            K.REPORT_RETURNED: _l("A report was returned"),
            K.REPORT_APPROVED: _l("A report was approved"),
            K.ACCOUNT_NEEDS_PASSWORD: _l("A new account needs a password"),
            K.ACCOUNT_TO_CONFIRM: _l("An account waits to be confirmed"),
            K.OWNER_LEFT: _l("A disabled colleague still owns customers"),
            K.UNUSUAL_READING: _l("Somebody has read unusually many customers"),
            K.BACKUP_FAILED: _l("A backup failed"),
        },
        "delivery": {
            Delivery.PAGE: _l("On the page"),
            Delivery.AT_ONCE: _l("On the page, and by mail at once"),
            Delivery.DAILY: _l("On the page, and by mail once a day"),
            Delivery.OFF: _l("Not at all"),
        },
        "channel_kind": {
            ChannelKind.WECOM: _l("WeCom"),
            ChannelKind.DINGTALK: _l("DingTalk"),
            ChannelKind.FEISHU: _l("Feishu"),
        },
        "channel_error": {
            ChannelError.UNREACHABLE: _l("The robot could not be reached"),
            ChannelError.NOT_ALLOWED: _l("Nothing is sent to this address"),
            ChannelError.REFUSED: _l("The robot did not take it"),
        },
    },
    fields={
        "url": _l("Webhook address"),
        "secret": _l("Signing secret"),
        "secret_set_at": _l("Signing secret set at"),
        "delivery": _l("How one is told"),
        "last_error": _l("Last error"),
        "notice_kinds": _l("Is told of"),
    },
    error_messages={
        "not_a_webhook": _l("This is no webhook address of a group robot."),
        "other_host": _l("Messages go to the vendor's own host only."),
    },
    columns={
        "notice_setting": {"kind": "notice_kind"},
        "notice_channel": {"kind": "channel_kind", "last_error": "channel_error"},
    },
)
