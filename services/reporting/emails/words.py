"""The words of the emails: every code and every heading, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str


CODES: Mapping[str, Mapping[str, Words]] = {
    "kind": {"feedback": Words("反馈", "Feedback"), "complaint": Words("投诉", "Complaints")},
    "status": {
        "open": Words("待处理", "Open"),
        "taken": Words("处理中", "In hand"),
        "answered": Words("已答复", "Answered"),
        "resolved": Words("已解决", "Resolved"),
        "closed": Words("已关闭", "Closed"),
    },
    "tier": {
        "vip": Words("VIP 客户", "VIP"),
        "potential": Words("潜力型客户", "Potential"),
        "ordinary": Words("普通客户", "Ordinary"),
    },
    "channel": {
        "phone": Words("电话", "Phone"),
        "email": Words("邮件", "E-mail"),
        "web": Words("网页", "Web page"),
        "visit": Words("来访", "Visit"),
        "chat": Words("在线聊天", "Chat"),
    },
    "desk": {"service": Words("客服", "Customer service"), "lead": Words("客服领导", "Service lead")},
    "result": {
        "satisfied": Words("客户满意", "Customer satisfied"),
        "compensated": Words("已补偿", "Compensated"),
        "explained": Words("已解释", "Explained"),
        "unfounded": Words("不成立", "Unfounded"),
        "unresolved": Words("未解决", "Not resolved"),
    },
    "answers": {
        "all": Words("全部", "All"),
        "feedback": Words("反馈", "Feedback"),
        "complaint": Words("投诉", "Complaints"),
    },
}

TABLES: Mapping[str, Words] = {
    "kind": Words("按类型", "By kind"),
    "tier": Words("按客户等级", "By tier of the customer"),
    "channel": Words("按渠道", "By channel"),
    "region": Words("按地区", "By region"),
    "status": Words("按处理状态", "By status"),
    "desk": Words("按处理部门", "By desk"),
    "result": Words("投诉处理结果", "How complaints ended"),
}

HEADINGS: Mapping[str, Words] = {
    "title": Words("反馈与投诉报告", "Report on feedback and complaints"),
    "period": Words("报告期", "Period"),
    "before": Words("对比期", "Compared with"),
    "as_of": Words("统计截止", "Counted at"),
    "reviewed_by": Words("审核", "Reviewed by"),
    "author": Words("编制", "Drawn up by"),
    "schedule": Words("系统自动", "the schedule"),
    "not_approved": Words("尚未审核通过", "Not approved yet"),
    "total": Words("案件总数", "Cases"),
    "open_at_end": Words("期末未答复", "Unanswered at the end"),
    "overdue_at_end": Words("期末已超时", "Late at the end"),
    "in_time": Words("按时答复率", "Answered in time"),
    "now": Words("本期", "Period"),
    "previous": Words("上期", "Before"),
    "change": Words("变化", "Change"),
    "answers": Words("答复时间", "Time to answer"),
    "answered": Words("已答复", "Answered"),
    "median": Words("中位数（小时）", "Median (hours)"),
    "p90": Words("90% 以内（小时）", "90 % within (hours)"),
    "trend": Words("每日受理量", "Cases received each day"),
    "complaints": Words("潜力型与 VIP 客户投诉明细", "Complaints of potential and VIP customers"),
    "no_complaints": Words(
        "本期没有潜力型或 VIP 客户的投诉。", "No complaints of potential or VIP customers in this period."
    ),
    "customer": Words("客户", "Customer"),
    "code": Words("编号", "Code"),
    "received": Words("受理时间", "Received"),
    "content": Words("内容", "Content"),
    "result": Words("结果", "Result"),
    "hours": Words("用时（小时）", "Hours"),
    "late": Words("超时", "late"),
    "pending": Words("未答复", "unanswered"),
    "others": Words("其他地区", "Other regions"),
    "no_region": Words("未填写", "Not given"),
    "more": Words("其余 {count} 件见附件 PDF。", "{count} more are in the attached PDF."),
    "greeting": Words("各位领导：", "Dear leaders,"),
    "footer": Words(
        "本邮件由关系系统自动发送，完整报告见附件 PDF。",
        "This letter was sent by Guanxi; the whole report is attached as a PDF.",
    ),
}

SUMMARY = Words(
    "{from} 至 {to} 共受理 {total} 件，其中反馈 {feedback} 件、投诉 {complaint} 件；"
    "比上期 {change} 件。按时答复率 {in_time}，期末尚有 {open} 件未答复，其中 {overdue} 件已超时。"
    "潜力型与 VIP 客户投诉 {important} 件。",
    "From {from} to {to} {total} cases came in: {feedback} of feedback and {complaint} complaints, {change} against "
    "the period before. {in_time} were answered in time; {open} were unanswered at the end, {overdue} of them late. "
    "{important} complaints came from potential and VIP customers.",
)
SUBJECT = Words("反馈与投诉报告 {code}（{from} 至 {to}）", "Report on feedback and complaints")
NOTHING = "–"


def words_of(kind: str, code: str | None) -> Words:
    """The words of a code; a code without words (a region's name) stands for itself."""
    if not code:
        return Words(NOTHING, "")
    return CODES.get(kind, {}).get(code) or Words(code, "")
