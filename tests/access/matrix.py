"""The access matrix: kinds of records, rows, and what somebody of a role hears at a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.access.rights import NOBODY, OWNED, OWNERS, READERS, RIGHTS, SEEN, STAFF, Answer, Relation
from tests.support.written import WRITTEN

AUTH, CUSTOMER, FEEDBACK, REPORTING, ACTIVITY = "auth", "customer", "feedback", "reporting", "activity"
NO_ID = "00000000-0000-4000-8000-000000000000"
"""Of no record."""


@dataclass(frozen=True)
class Kind:
    """A kind of record. ``own``: the roles that have one of their own; ``own_is``: what that is to the others;
    ``relations``: what else there is."""

    en: str
    zh: str
    relations: tuple[Relation, ...] = ()
    own: tuple[str, ...] = ()
    own_disabled: bool = False
    own_is: Relation = Relation.DEPARTMENT

    def met_by(self, role: str) -> tuple[Relation, ...]:
        """What records of this kind are to somebody of a role; nobody has nothing of their own."""
        if not self.relations:
            return (Relation.NONE,)
        own = (Relation.OWN, Relation.OWN_DISABLED) if self.own_disabled else (Relation.OWN,)
        return (*(own if role in self.own else ()), *self.relations)


R = Relation
ELSEWHERE = (R.DEPARTMENT, R.BELOW, R.OTHER)
WITH_DISABLED = (R.DEPARTMENT, R.DEPARTMENT_DISABLED, R.BELOW, R.OTHER)
EXPORTERS = ("customer_manager", "department_manager", "leadership")

KINDS: Mapping[str, Kind] = {
    "": Kind("-", "-"),
    "customer": Kind("customer", "客户", WITH_DISABLED, OWNERS, own_disabled=True),
    "contact": Kind("contact of a customer", "客户联系人", WITH_DISABLED, OWNERS, own_disabled=True),
    "case": Kind("case of a customer", "客户的反馈或投诉", WITH_DISABLED, OWNERS, own_disabled=True),
    "case file": Kind(
        "file of feedback and complaints", "反馈投诉文件", ELSEWHERE, ("sales", "service", "service_lead")
    ),
    "change request": Kind("change that waits for its check", "待核对的变更", ELSEWHERE),
    "import": Kind("import", "导入", ELSEWHERE, ("service",)),
    "export": Kind("export that waits for consent", "待审批的导出", ELSEWHERE, EXPORTERS),
    "file": Kind("exported file", "导出的文件", ELSEWHERE, EXPORTERS),
    "view request": Kind("request to view a customer", "查看申请", ELSEWHERE, tuple(READERS), own_is=R.OTHER),
    "hand-over": Kind("VIP customer that waits for a customer manager", "待接管的 VIP 客户", ELSEWHERE),
    "person": Kind("person", "员工", WITH_DISABLED, STAFF),
    "account": Kind("account", "账号", ELSEWHERE),
    "account request": Kind("request for an account that needs two", "须双人确认的账号申请", ELSEWHERE),
    "department": Kind("department", "部门", ELSEWHERE),
    "session": Kind("somebody else's session", "他人的会话", (R.OTHER,)),
    "notice": Kind("somebody else's notice", "他人的消息", (R.OTHER,)),
    "channel": Kind("group robot of a department", "部门群机器人", ELSEWHERE),
    "passkey": Kind("somebody else's passkey", "他人的通行密钥", (R.OTHER,)),
    "role": Kind("role", "角色"),
    "token": Kind("token for a program", "程序令牌"),
    "policy": Kind("tier policy", "等级规则"),
    "reply template": Kind("template of answers", "答复模板"),
    "absence": Kind("absence of somebody at the desk", "客服的离岗安排"),
    "report": Kind("report", "报告"),
    **{kind.name: Kind(kind.name.replace("_", " "), kind.zh, ELSEWHERE, kind.writers) for kind in WRITTEN},
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One operation of one route, at one kind of record.

    ``answers``: the status that says it was allowed (200 of a reading, 412 of a change with a stale version unless
    told). ``hidden``: the status that hides a record. ``masks``: personal values are plain to the owner only.
    ``refused``: what nobody does with what is their own, asked for with the right version; 409 says so.
    """

    service: str
    route: str
    right: str
    on: str = ""
    body: Any = None
    answers: int = 0
    hidden: int = 404
    masks: bool = False
    refused: bool = False
    without: tuple[Relation, ...] = ()

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.route.partition(" ")[2]

    def path_to(self, id: str) -> str:
        """The path at one record, and at the first of its numbered parts; what else it names is of no record."""
        named = {"{id}": id, "{customer_id}": id, "{number}": "1"}
        return re.sub(r"{\w+}", lambda name: named.get(name[0], NO_ID), self.path)

    @property
    def allowed(self) -> int:
        return self.answers or (200 if self.method == "GET" else 412)

    def met_by(self, role: str) -> tuple[Relation, ...]:
        """The relations at which a role is asked."""
        return tuple(relation for relation in KINDS[self.on].met_by(role) if relation not in self.without)


OWNER, REASON = {"owner_id": NO_ID}, {"reason": "unclear"}
UNREAD: Mapping[str, Any] = {"answers": 422, "body": {"nonsense": True}}
"""A body that no route takes: who may not is told so before it is read."""


def rows(service: str, right: str, *lines: tuple[str, Mapping[str, Any]], on: str = "") -> tuple[Row, ...]:
    """Rows that need one right, at one kind of record: each a route, and what else is to be said of it."""
    return tuple(Row(service=service, route=route, right=right, **{"on": on, **more}) for route, more in lines)


def expected(row: Row, role: str, relation: Relation) -> Answer:
    """What somebody of a role hears at a record."""
    reach = RIGHTS[row.right].of.get(role)
    if role == NOBODY and reach is None:
        return Answer.SIGN_IN
    if reach is None:
        return Answer.FORBIDDEN
    if relation not in SEEN[reach]:
        return Answer.HIDDEN
    if row.refused and relation in OWNED:
        return Answer.REFUSED
    return Answer.MASKED if row.masks and relation not in OWNED else Answer.ALLOWED
