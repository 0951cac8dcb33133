"""Each kind of notice as a sentence, in Chinese and in English: in mails and in the groups of departments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contracts.activity import NoticeKind as K


class Said(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str


KINDS: Mapping[K, Said] = {
    K.CASE_ASSIGNED: Said("有工单分配给您", "A case was assigned to you"),
    K.CASE_DUE: Said("工单即将到期", "A case is due soon"),
    K.CASE_OVERDUE: Said("工单已超时", "A case is overdue"),
    K.CASE_ESCALATED: Said("工单已升级上报", "A case was escalated"),
    K.CASE_VIP: Said("VIP 客户有新投诉", "A VIP customer has complained"),
    K.CASE_SAID_MORE: Said("客户对工单有补充", "The customer has said more about a case"),
    K.CASE_EMAIL_FAILED: Said("给客户的邮件未能送出", "An email to a customer could not be sent"),
    K.ENTRY_TO_CHECK: Said("有客户资料待核对", "A customer's entry waits to be checked"),
    K.ENTRY_RETURNED: Said("客户资料被退回", "A customer's entry was returned"),
    K.ENTRY_APPROVED: Said("客户资料已核对通过", "A customer's entry was approved"),
    K.ENTRY_HANDED_IN: Said("有客户资料待录入", "A customer's entry was handed in"),
    K.CHANGE_TO_CHECK: Said("有资料变更待核对", "A change waits to be checked"),
    K.CHANGE_DECIDED: Said("您的变更申请已有结果", "Your change was decided on"),
    K.IMPORT_TO_CHECK: Said("有导入待核对", "An import waits to be checked"),
    K.IMPORT_DECIDED: Said("您的导入已有结果", "Your import was decided on"),
    K.VIEW_REQUEST_TO_DECIDE: Said("有查看申请待审批", "A request to view a customer waits for you"),
    K.VIEW_REQUEST_DECIDED: Said("您的查看申请已有结果", "Your request to view a customer was decided on"),
    K.CUSTOMER_GIVEN: Said("有客户移交给您", "A customer was given to you"),
    K.CONTACT_OVERDUE: Said("VIP 客户超期未联系", "A VIP customer was not contacted in time"),
    K.HAND_OVER_WAITING: Said("有 VIP 客户待接管", "A VIP customer waits to be taken over"),
    K.CUSTOMER_ROSE: Said("客户等级上升", "A customer rose to a higher tier"),
    K.CUSTOMER_FELL: Said("客户等级下降", "A customer fell to a lower tier"),
    K.REPORT_TO_REVIEW: Said("有报告待审阅", "A report waits for its review"),
    K.REPORT_RETURNED: Said("报告被退回", "A report was returned"),
    K.REPORT_APPROVED: Said("报告已通过审阅", "A report was approved"),
    K.ACCOUNT_NEEDS_PASSWORD: Said("有新账号待设密码", "A new account needs a password"),
    K.ACCOUNT_TO_CONFIRM: Said("有账号待确认", "An account waits to be confirmed"),
    K.OWNER_LEFT: Said("停用的员工名下仍有客户", "A disabled colleague still owns customers"),
    K.UNUSUAL_READING: Said("有人异常查阅客户", "Somebody has read unusually many customers"),
    K.BACKUP_FAILED: Said("备份失败", "A backup failed"),
}
