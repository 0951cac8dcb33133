"""Who may do what, written by hand from the rules of the house: nothing here is read from the services.

A right is given to a role with a reach: the own records, those of the own department and below it, or all. What a reach
comes to at a record is said once, in ``SEEN``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.support.written import WRITTEN


class Relation(StrEnum):
    """What a record is to the person who asks."""

    OWN = "own"
    OWN_DISABLED = "own, disabled"
    DEPARTMENT = "own department"
    DEPARTMENT_DISABLED = "own department, disabled"
    BELOW = "department below"
    OTHER = "other department"
    NONE = ""
    """The record has no owner, or there is no record."""


class Reach(StrEnum):
    """How far a right goes."""

    OWN = "own"
    DEPARTMENT = "department"
    ALL = "all"
    SERVED = "own, and every active customer"
    DEPARTMENT_SERVED = "department, and every active customer"


class Answer(StrEnum):
    """What the api says."""

    ALLOWED = "allowed"
    MASKED = "masked"
    REFUSED = "refused"
    """The right is there and the record is seen, but nobody does this with what is their own."""
    SIGN_IN = "401"
    FORBIDDEN = "403"
    HIDDEN = "404"


SEEN: Mapping[Reach, frozenset[Relation]] = {
    Reach.OWN: frozenset({Relation.OWN, Relation.OWN_DISABLED, Relation.NONE}),
    Reach.DEPARTMENT: frozenset(set(Relation) - {Relation.OTHER}),
    Reach.ALL: frozenset(Relation),
    Reach.SERVED: frozenset(set(Relation) - {Relation.DEPARTMENT_DISABLED}),
    Reach.DEPARTMENT_SERVED: frozenset(Relation),
}
"""Disabled records are seen like the others: nothing is deleted, and what is disabled can be enabled again."""

UNSERVED: Mapping[Reach, Reach] = {Reach.SERVED: Reach.OWN, Reach.DEPARTMENT_SERVED: Reach.DEPARTMENT}
"""How far a right goes at what is no active customer: an entry, a disabled one."""

OWNED = frozenset({Relation.OWN, Relation.OWN_DISABLED})
NOBODY = "nobody"

ROLES: Mapping[str, tuple[str, str]] = {
    NOBODY: ("not signed in", "未登录"),
    "administrator": ("system administrator", "系统管理员"),
    "verifier": ("data verifier", "信息员"),
    "sales": ("sales", "业务员"),
    "service": ("customer service", "客服"),
    "service_lead": ("service lead", "客服领导"),
    "customer_manager": ("customer manager", "客户经理"),
    "department_manager": ("department manager", "部门经理"),
    "leadership": ("company leadership", "公司领导"),
    "auditor": ("auditor", "审计员"),
    "erp": ("program", "接口"),
}
STAFF = tuple(role for role in ROLES if role != NOBODY)

OWN, DEPARTMENT, ALL = Reach.OWN, Reach.DEPARTMENT, Reach.ALL


@dataclass(frozen=True)
class Right:
    """Something that roles may do; ``of`` says who, and how far."""

    en: str
    zh: str
    of: Mapping[str, Reach]


def _all(*roles: str) -> dict[str, Reach]:
    return dict.fromkeys(roles, ALL)


READERS: Mapping[str, Reach] = {
    "verifier": ALL,
    "sales": OWN,
    "service": Reach.SERVED,
    "service_lead": Reach.DEPARTMENT_SERVED,
    "customer_manager": DEPARTMENT,
    "department_manager": DEPARTMENT,
    "leadership": ALL,
}
OWNERS = ("sales", "service", "service_lead", "customer_manager", "department_manager", "leadership")
"""The roles that may own a customer."""


def _written() -> dict[str, Right]:
    rights = {}
    for kind in WRITTEN:
        decided = dict.fromkeys(kind.approvers, DEPARTMENT)
        own = dict.fromkeys(kind.writers, OWN)
        rights[f"read {kind.ens}"] = Right(f"see {kind.ens}", f"查看{kind.zh}", {**own, **decided})
        rights[f"write {kind.ens}"] = Right(f"write {kind.ens}", f"编写{kind.zh}", own)
        rights[f"approve {kind.ens}"] = Right(f"approve {kind.ens} of others", f"审批他人的{kind.zh}", decided)
    return rights


RIGHTS: Mapping[str, Right] = {
    "anybody": Right("anybody, signed in or not", "任何人（无需登录）", _all(*ROLES)),
    "oneself": Right("everybody, for oneself", "所有人（仅本人）", dict.fromkeys(STAFF, OWN)),
    "read customers": Right("read customers", "查看客户", READERS),
    "write customers": Right(
        "add customers; hand in and enable the own ones",
        "新增客户；提交、启用本人的客户",
        dict.fromkeys(("sales", "service", "customer_manager", "department_manager"), OWN),
    ),
    "note contacts": Right(
        "note contacts with the customers one may read, propose whom to turn to there",
        "为可查看的客户记录联系、提议联系人",
        READERS,
    ),
    "decide on contacts": Right(
        "accept or refuse contacts that others propose for the own customers, or for any as verifier",
        "确认他人为本人客户（信息员：任何客户）提议的联系人",
        {**dict.fromkeys(("sales", "service", "customer_manager", "department_manager"), OWN), "verifier": ALL},
    ),
    "change customers": Right(
        "change, disable and hand on the own customers; ask for it of others that one may read",
        "修改、停用、移交本人的客户；对可查看的他人客户提出申请",
        {
            "sales": OWN,
            "service": Reach.SERVED,
            "service_lead": Reach.DEPARTMENT_SERVED,
            "customer_manager": DEPARTMENT,
            "department_manager": DEPARTMENT,
        },
    ),
    "take entries": Right("type entries that sales hands in", "录入业务员交来的表格", _all("service")),
    "set the policy of checks": Right(
        "say which changes of customers wait for a check",
        "设定客户的哪些变更需核对",
        _all("service_lead", "leadership"),
    ),
    "check entries": Right("check entries and changes against the form", "核对录入与变更", _all("verifier")),
    "reveal": Right(
        "see masked values, for a purpose on record",
        "查看隐藏信息（须说明用途并留痕）",
        {
            "service_lead": DEPARTMENT,
            "customer_manager": DEPARTMENT,
            "department_manager": DEPARTMENT,
            "leadership": ALL,
        },
    ),
    "export": Right(
        "export the customers one may read, fetch the own files",
        "导出可查看的客户，下载本人的文件",
        {"customer_manager": OWN, "department_manager": OWN, "leadership": OWN},
    ),
    "agree to exports": Right(
        "agree to large exports of others", "审批他人的大额导出", {"department_manager": DEPARTMENT, "leadership": ALL}
    ),
    "set the export limit": Right("set how large an export may be unasked", "设定免审批导出上限", _all("leadership")),
    "ask to view": Right("ask to see somebody else's customer", "申请查看他人的客户", dict.fromkeys(READERS, OWN)),
    "decide on viewing": Right(
        "decide on requests to view", "审批查看申请", {"department_manager": DEPARTMENT, "leadership": ALL}
    ),
    "end viewing": Right(
        "take back or end a request to view",
        "撤回或提前结束查看",
        {**dict.fromkeys(READERS, OWN), "department_manager": DEPARTMENT, "leadership": ALL},
    ),
    "see hand-overs": Right(
        "see VIP customers that wait for a customer manager",
        "查看待接管的 VIP 客户",
        {"customer_manager": ALL, "department_manager": DEPARTMENT, "leadership": ALL},
    ),
    "take customers over": Right("take VIP customers over", "接管 VIP 客户", _all("customer_manager")),
    "give customers": Right(
        "give customers of others to somebody else",
        "移交他人的客户",
        {"department_manager": DEPARTMENT, "leadership": ALL},
    ),
    "run imports": Right("import files", "导入文件", {"service": OWN}),
    "check imports": Right("check imports", "核对导入", _all("verifier")),
    "see imports": Right("see imports", "查看导入", {"service": OWN, "verifier": ALL}),
    "report transactions": Right("report transactions", "上报交易", _all("erp")),
    "read cases": Right(
        "read feedback and complaints",
        "查看反馈与投诉",
        {
            "sales": OWN,
            "service": ALL,
            "service_lead": ALL,
            "customer_manager": ALL,
            "department_manager": DEPARTMENT,
            "leadership": ALL,
        },
    ),
    "file cases": Right(
        "file feedback and complaints, add what the customer says later",
        "登记反馈与投诉、补记客户后来所说",
        {"sales": OWN, "service": ALL, "service_lead": ALL, "customer_manager": OWN},
    ),
    "see case files": Right(
        "see files of feedback and complaints",
        "查看反馈投诉文件",
        {"sales": OWN, "service": OWN, "customer_manager": OWN, "service_lead": ALL},
    ),
    "check case files": Right("check files of feedback and complaints", "核对反馈投诉文件", _all("service_lead")),
    "handle cases": Right("answer feedback, handle complaints", "处理反馈与投诉", _all("service", "service_lead")),
    "keep reply templates": Right("keep the templates of answers", "维护答复模板", _all("service_lead")),
    "keep deadlines": Right(
        "keep the policy of deadlines and the working calendar", "维护时限规则与工作日历", _all("service_lead")
    ),
    "keep lists of cases": Right(
        "keep the lists of subjects, causes, products and places", "维护事项、原因、产品与地点", _all("service_lead")
    ),
    "read tiers": Right(
        "see tier policies and figures of the whole house",
        "查看等级规则与全公司统计",
        _all("service_lead", "customer_manager", "department_manager", "leadership"),
    ),
    "edit tiers": Right(
        "edit tier policies, recompute", "修改等级规则、重新计算", _all("customer_manager", "leadership")
    ),
    "read reports": Right(
        "read reports",
        "查看报告",
        _all("service", "service_lead", "customer_manager", "leadership"),
    ),
    "write reports": Right("draw up and hand in reports", "编写并提交报告", _all("service", "service_lead")),
    "review reports": Right("review reports", "审阅报告", _all("customer_manager")),
    "configure reports": Right(
        "set how often reports are made and whom they go to",
        "设定报告的编制计划与收件人",
        _all("customer_manager", "leadership"),
    ),
    "read staff": Right(
        "see staff accounts", "查看员工账号", {"administrator": ALL, "department_manager": DEPARTMENT, "auditor": ALL}
    ),
    "manage staff": Right(
        "add staff; change contact data, disable, enable",
        "新增员工；修改联系方式、停用、启用",
        {"administrator": ALL, "department_manager": DEPARTMENT},
    ),
    "manage accounts": Right(
        "ask that second factors of others be taken away, end their sessions",
        "申请移除他人的两步验证、结束他人会话",
        _all("administrator"),
    ),
    "let accounts begin": Right(
        "have a link sent to the own address of others, or ask for a one-time password; a manager for new colleagues",
        "向他人的本人邮箱发送密码链接，或申请一次性密码；部门经理仅限新员工",
        {"administrator": ALL, "department_manager": DEPARTMENT},
    ),
    "confirm accounts": Right(
        "confirm, as the second person, what somebody else has asked for an account",
        "作为第二人确认他人提出的账号申请",
        {"administrator": ALL, "department_manager": DEPARTMENT, "leadership": ALL},
    ),
    "answer for accounts": Right(
        "confirm the accounts of others in the account review",
        "复核他人的账号",
        {"administrator": ALL, "department_manager": DEPARTMENT},
    ),
    "review accounts": Right("begin account reviews, set their rules", "发起账号复核、设定规则", _all("administrator")),
    "read departments": Right("see departments", "查看部门", {"administrator": ALL, "department_manager": DEPARTMENT}),
    "manage departments": Right("manage departments", "管理部门", _all("administrator")),
    "read roles": Right("see roles", "查看角色", _all("administrator", "department_manager", "auditor")),
    "manage roles": Right("manage roles", "管理角色", _all("administrator")),
    "manage tokens": Right("manage tokens for programs", "管理程序令牌", _all("administrator")),
    "configure records": Right("define tags and fields of records", "设定标签与自定义字段", _all("administrator")),
    "set group robots": Right(
        "set the group robots of departments",
        "设置部门群机器人",
        {"administrator": ALL, "department_manager": DEPARTMENT},
    ),
    "audit": Right("read the records of changes and readings", "查看审计记录", _all("auditor")),
    "look after the system": Right("see the state of the system", "查看系统状态", _all("administrator")),
    **_written(),
}
