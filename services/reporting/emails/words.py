"""The words of the emails: every code and every heading, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str


CODES: Mapping[str, Mapping[str, Words]] = {
    "kind": {"feedback": Words("反馈", "Feedback"), "complaint": Words("投诉", "Complaint")},
    "status": {
        "open": Words("待受理", "Open"),
        "taken": Words("处理中", "In hand"),
        "answered": Words("已答复", "Answered"),
        "resolved": Words("已解决", "Resolved"),
        "closed": Words("已关闭", "Closed"),
    },
    "tier": {
        "vip": Words("VIP", "VIP"),
        "potential": Words("潜力型", "Potential"),
        "ordinary": Words("普通", "Ordinary"),
    },
    "channel": {
        "phone": Words("电话", "Phone"),
        "email": Words("电子邮箱", "E-mail"),
        "web": Words("网页", "Web page"),
        "visit": Words("来访", "Visit"),
        "chat": Words("在线聊天", "Chat"),
    },
    "desk": {"service": Words("客服", "Customer service"), "lead": Words("客服领导", "Service lead")},
    "result": {
        "satisfied": Words("客户满意", "Customer satisfied"),
        "compensated": Words("已补偿", "Compensated"),
        "explained": Words("已解释", "Explained"),
        "unfounded": Words("不属实", "Unfounded"),
        "unresolved": Words("未解决", "Not resolved"),
    },
    "answers": {
        "all": Words("全部", "All"),
        "feedback": Words("反馈", "Feedback"),
        "complaint": Words("投诉", "Complaints"),
    },
    "score": {
        "5": Words("5 分", "5 of 5"),
        "4": Words("4 分", "4 of 5"),
        "3": Words("3 分", "3 of 5"),
        "2": Words("2 分", "2 of 5"),
        "1": Words("1 分", "1 of 5"),
    },
}

TABLES: Mapping[str, Words] = {
    "kind": Words("按类型", "By kind"),
    "tier": Words("按等级", "By tier"),
    "channel": Words("按渠道", "By channel"),
    "region": Words("按地区", "By region"),
    "status": Words("按状态", "By status"),
    "desk": Words("按受理方", "By desk"),
    "result": Words("按投诉结果", "By result of complaints"),
    "cause": Words("按原因", "By cause"),
    "score": Words("满意度评分", "Scores of satisfaction"),
}

HEADINGS: Mapping[str, Words] = {
    "title": Words("反馈与投诉报告", "Report on feedback and complaints"),
    "period": Words("期间", "Period"),
    "before": Words("对比期", "Compared with"),
    "as_of": Words("统计截止", "Counted at"),
    "reviewed_by": Words("审阅人", "Reviewed by"),
    "author": Words("编制人", "Drawn up by"),
    "schedule": Words("系统计划", "Schedule"),
    "not_approved": Words("尚未审阅通过", "Not approved yet"),
    "total": Words("收到总数", "Cases received"),
    "open_at_end": Words("期末未答复", "Unanswered at the end"),
    "overdue_at_end": Words("期末逾期", "Overdue at the end"),
    "in_time": Words("按时答复率", "Answered in time"),
    "now": Words("本期", "This period"),
    "previous": Words("上期", "Before"),
    "change": Words("变化", "Difference"),
    "answers": Words("答复用时", "Time to answer"),
    "answered": Words("已答复", "Answered"),
    "median": Words("中位数", "Median"),
    "p90": Words("九成在此时间内", "Nine of ten within"),
    "trend": Words("每日数量", "Cases a day"),
    "complaints": Words("潜力型与 VIP 客户的投诉", "Complaints of potential and VIP customers"),
    "no_complaints": Words(
        "本期没有潜力型或 VIP 客户的投诉。", "No complaints of potential or VIP customers in this period."
    ),
    "summary": Words("概要", "Summary"),
    "customer": Words("客户", "Customer"),
    "customer_code": Words("客户编号", "Customer code"),
    "day": Words("日期", "Date"),
    "tier": Words("等级", "Tier"),
    "region": Words("地区", "Region"),
    "channel": Words("渠道", "Channel"),
    "desk": Words("受理方", "Desk"),
    "status": Words("状态", "Status"),
    "outcome": Words("处理结果", "Outcome"),
    "hours": Words("小时", "hours"),
    "code": Words("编号", "Code"),
    "received": Words("收到时间", "Received"),
    "content": Words("内容", "Content"),
    "result": Words("结果", "Result"),
    "took": Words("用时", "Took"),
    "late": Words("逾期", "late"),
    "pending": Words("未答复", "unanswered"),
    "others": Words("其他", "All others"),
    "no_region": Words("未填", "Unknown"),
    "more": Words("其余 {count} 件见附件 PDF。", "{count} more are in the attached PDF."),
    "what_happened": Words("主要情况", "Situation"),
    "why": Words("原因分析", "Causes"),
    "proposal": Words("改进建议", "Proposals"),
    "satisfaction": Words("满意度", "Satisfaction"),
    "responses": Words("评价数", "Answers"),
    "average": Words("平均分", "Average"),
    "greeting": Words("您好！", "Hello."),
    "footer": Words(
        "本邮件由关系系统自动发送，完整报告见附件 PDF。",
        "This letter was sent by Guanxi; the whole report is attached as a PDF.",
    ),
}

SUMMARY = Words(
    "{from} 至 {to} 共受理 {total} 件，其中反馈 {feedback} 件、投诉 {complaint} 件；比上期 {change} 件。"
    "按时答复率 {in_time}，答复用时中位数 {median}。期末尚有 {open} 件未答复，其中 {overdue} 件逾期。"
    "潜力型与 VIP 客户投诉 {important} 件。",
    "From {from} to {to} {total} cases came in: {feedback} of feedback and {complaint} complaints, {change} against "
    "the period before. {in_time} were answered in time, the median time to answer was {median}. {open} were "
    "unanswered at the end, {overdue} of them late. {important} complaints came from potential and VIP customers.",
)
SUBJECT = Words("反馈与投诉报告 {code}（{from} 至 {to}）", "Report on feedback and complaints")
HOURS = Words("{value} 小时", "{value} hours")
DAYS = Words("{value} 天", "{value} days")
NOTHING = "–"


def words_of(kind: str, code: str | None) -> Words:
    """The words of a code; a code without words (a region's name) stands for itself."""
    if not code:
        return Words(NOTHING, "")
    return CODES.get(kind, {}).get(code) or Words(code, "")
