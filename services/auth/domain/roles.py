"""Roles: the delivered ones, what several of them permit together, which do not go together, and what can be done with
one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.auth import Actor, Scope
from chassis.errors import Invalid, Refused
from chassis.workflow import Step, Workflow
from contracts.permissions import Permission as P
from services.auth.domain.errors import DutiesConflict, RoleProtected
from services.auth.domain.switching import ANY, ActiveStatus, only_with_scope_all

Permissions = Mapping[str, str]
"""Permission -> scope."""

OWN, DEPARTMENT, ALL = Scope.OWN, Scope.DEPARTMENT, Scope.ALL
_WIDTH = {OWN: 0, DEPARTMENT: 1, ALL: 2}


@dataclass(frozen=True, kw_only=True)
class DeliveredRole:
    """A role that comes with the system."""

    code: str
    name_zh: str
    name_en: str
    permissions: Mapping[P, Scope]
    for_programs: bool = False


def _role(
    code: str, name_zh: str, name_en: str, permissions: Mapping[P, Scope], *, for_programs: bool = False
) -> DeliveredRole:
    return DeliveredRole(
        code=code, name_zh=name_zh, name_en=name_en, permissions=permissions, for_programs=for_programs
    )


ADMINISTRATOR = "administrator"

DELIVERED = (
    _role(
        ADMINISTRATOR,
        "系统管理员",
        "System administrator",
        {
            P.STAFF_READ: ALL,
            P.STAFF_WRITE: ALL,
            P.STAFF_CONFIRM: ALL,
            P.DEPARTMENT_READ: ALL,
            P.DEPARTMENT_WRITE: ALL,
            P.ROLE_READ: ALL,
            P.ROLE_WRITE: ALL,
            P.SYSTEM_READ: ALL,
            P.SYSTEM_OPERATE: ALL,
            P.TOKEN_WRITE: ALL,
            P.RECORD_CONFIGURE: ALL,
            P.NOTICE_CONFIGURE: ALL,
        },
    ),
    _role(
        "verifier",
        "信息员",
        "Data verifier",
        {P.CUSTOMER_READ: ALL, P.CUSTOMER_VERIFY: ALL, P.IMPORT_VERIFY: ALL, P.TRANSACTION_READ: ALL},
    ),
    _role(
        "sales",
        "业务员",
        "Sales",
        {
            P.CUSTOMER_READ: OWN,
            P.CUSTOMER_WRITE: OWN,
            P.TRANSACTION_READ: OWN,
            P.CASE_READ: OWN,
            P.CASE_WRITE: OWN,
        },
    ),
    _role(
        "service",
        "客服",
        "Customer service",
        {
            P.CUSTOMER_READ: OWN,
            P.CUSTOMER_SERVE: ALL,
            P.CUSTOMER_WRITE: OWN,
            P.TRANSACTION_READ: OWN,
            P.IMPORT_RUN: OWN,
            P.CASE_READ: ALL,
            P.CASE_WRITE: ALL,
            P.CASE_HANDLE: ALL,
            P.REPORT_READ: ALL,
            P.REPORT_WRITE: ALL,
        },
    ),
    _role(
        "service_lead",
        "客服领导",
        "Service lead",
        {
            P.CUSTOMER_READ: DEPARTMENT,
            P.CUSTOMER_SERVE: ALL,
            P.CUSTOMER_REVEAL: DEPARTMENT,
            P.TRANSACTION_READ: DEPARTMENT,
            P.CASE_READ: ALL,
            P.CASE_WRITE: ALL,
            P.CASE_HANDLE: ALL,
            P.CASE_LEAD: ALL,
            P.REPORT_READ: ALL,
            P.REPORT_WRITE: ALL,
            P.TIER_READ: ALL,
            P.POLICY_EDIT: ALL,
        },
    ),
    _role(
        "customer_manager",
        "客户经理",
        "Customer manager",
        {
            P.CUSTOMER_READ: DEPARTMENT,
            P.CUSTOMER_WRITE: OWN,
            P.CUSTOMER_REVEAL: DEPARTMENT,
            P.HAND_OVER_TAKE: ALL,
            P.CUSTOMER_EXPORT: DEPARTMENT,
            P.TRANSACTION_READ: DEPARTMENT,
            P.CASE_READ: ALL,
            P.CASE_WRITE: OWN,
            P.TIER_READ: ALL,
            P.TIER_EDIT: ALL,
            P.REPORT_READ: ALL,
            P.REPORT_REVIEW: ALL,
            P.REPORT_CONFIGURE: ALL,
        },
    ),
    _role(
        "department_manager",
        "部门经理",
        "Department manager",
        {
            P.CUSTOMER_READ: DEPARTMENT,
            P.CUSTOMER_WRITE: OWN,
            P.CUSTOMER_REVEAL: DEPARTMENT,
            P.CUSTOMER_GIVE: DEPARTMENT,
            P.CUSTOMER_EXPORT: DEPARTMENT,
            P.EXPORT_APPROVE: DEPARTMENT,
            P.VIEW_REQUEST_DECIDE: DEPARTMENT,
            P.TRANSACTION_READ: DEPARTMENT,
            P.CASE_READ: DEPARTMENT,
            P.STAFF_READ: DEPARTMENT,
            P.STAFF_WRITE: DEPARTMENT,
            P.STAFF_CONFIRM: DEPARTMENT,
            P.DEPARTMENT_READ: DEPARTMENT,
            P.NOTICE_CONFIGURE: DEPARTMENT,
            P.ROLE_READ: ALL,
            P.TIER_READ: ALL,
        },
    ),
    _role(
        "leadership",
        "公司领导",
        "Company leadership",
        {
            P.STAFF_CONFIRM: ALL,
            P.CUSTOMER_READ: ALL,
            P.CUSTOMER_REVEAL: ALL,
            P.CUSTOMER_GIVE: ALL,
            P.CUSTOMER_EXPORT: ALL,
            P.EXPORT_APPROVE: ALL,
            P.VIEW_REQUEST_DECIDE: ALL,
            P.TRANSACTION_READ: ALL,
            P.CASE_READ: ALL,
            P.TIER_READ: ALL,
            P.TIER_EDIT: ALL,
            P.POLICY_EDIT: ALL,
            P.REPORT_READ: ALL,
            P.REPORT_CONFIGURE: ALL,
        },
    ),
    _role("auditor", "审计员", "Auditor", {P.AUDIT_READ: ALL, P.STAFF_READ: ALL, P.ROLE_READ: ALL}),
    _role("erp", "接口", "Program", {P.TRANSACTION_WRITE: ALL}, for_programs=True),
)

HOUSE_NOUNS = frozenset({"staff", "department", "role", "system", "token", "record", "notice"})
"""What running the house is about; everything else is about customers."""

WIDEST_ONLY = frozenset(
    {
        *(
            permission
            for permission in P
            if permission.split(":")[0] in {"role", "tier", "report", "system", "audit", "record", "policy"}
        ),
        P.CUSTOMER_SERVE,
        P.DEPARTMENT_WRITE,
        P.TOKEN_WRITE,
        P.TRANSACTION_WRITE,
    }
)
"""What has no owner or is meant for all, and so is permitted with scope ``all`` or not at all."""

EXTRAORDINARY = frozenset(
    {
        P.CUSTOMER_VERIFY,
        P.CUSTOMER_REVEAL,
        P.CUSTOMER_GIVE,
        P.HAND_OVER_TAKE,
        P.CUSTOMER_EXPORT,
        P.EXPORT_APPROVE,
        P.VIEW_REQUEST_DECIDE,
        P.TRANSACTION_WRITE,
        P.IMPORT_VERIFY,
        P.CASE_LEAD,
        P.TIER_EDIT,
        P.POLICY_EDIT,
        P.REPORT_REVIEW,
        P.REPORT_CONFIGURE,
        P.AUDIT_READ,
    }
)
"""What no ordinary member of staff may do, however narrow its scope."""


def wider(scope: Scope, than: Scope) -> bool:
    """Whether a scope reaches further than another."""
    return _WIDTH[scope] > _WIDTH[than]


def permitted(roles: Iterable[Permissions]) -> dict[str, Scope]:
    """What several roles permit together: each permission with the widest of its scopes. Who reads every active
    customer to serve reads customers, too: at least the own ones."""
    together: dict[str, Scope] = {}
    for role in roles:
        for permission, text in role.items():
            scope = Scope(text)
            if permission not in together or _WIDTH[scope] > _WIDTH[together[permission]]:
                together[permission] = scope
    if P.CUSTOMER_SERVE in together:
        together.setdefault(P.CUSTOMER_READ, OWN)
    return together


def not_scoped_like_this(permissions: Permissions) -> list[str]:
    """The permissions that are given with a narrow scope that cannot be: they carry no owner."""
    return sorted(name for name, scope in permissions.items() if name in WIDEST_ONLY and Scope(scope) is not ALL)


def is_ordinary(permissions: Permissions) -> bool:
    """Whether a role is one of ordinary staff: it runs nothing in the house, and whatever it permits reaches no further
    than the own. Whoever gives such a role gives nothing away that is somebody else's."""
    return all(
        Scope(scope) is OWN and permission not in EXTRAORDINARY and permission.split(":")[0] not in HOUSE_NOUNS
        for permission, scope in permissions.items()
    )


def is_programs(kinds: Iterable[bool]) -> bool:
    """Whether an account that is made with roles of these kinds (True: for programs) is a program's; one without any is
    a person's."""
    return any(kinds)


def require_kind(kinds: Iterable[bool], *, program: bool) -> None:
    """Refuse roles of programs (True) for a person, and a person's for a program. Raises Invalid."""
    if any(kind is not program for kind in kinds):
        raise Invalid(roles="not_for_programs" if program else "only_for_programs")


def reaches_customers(permissions: Iterable[str]) -> bool:
    """Whether any of these reaches customers, so that two people have to want it for a program: all but running the
    house, and reporting transactions."""
    return any(name.split(":")[0] not in HOUSE_NOUNS and name != P.TRANSACTION_WRITE for name in permissions)


def require_compatible(roles: Iterable[Permissions]) -> None:
    """Refuse roles that together run the house's accounts and touch customer data. Raises DutiesConflict."""
    together = permitted(roles)
    touching = sorted(permission for permission in together if permission.split(":")[0] not in HOUSE_NOUNS)
    if touching and _runs_accounts(together):
        raise DutiesConflict(permissions=touching)


def _runs_accounts(permissions: Mapping[str, Scope]) -> bool:
    return (
        permissions.get(P.STAFF_WRITE) is ALL
        or P.ROLE_WRITE in permissions
        or P.DEPARTMENT_WRITE in permissions
        or P.TOKEN_WRITE in permissions
    )


def not_delivered(role: Any, _: Actor) -> Refused | None:
    """Roles that come with the system stay as they are."""
    return RoleProtected(role=role.code) if role.system else None


_BY = only_with_scope_all(P.ROLE_WRITE)

ROLE: Workflow[ActiveStatus] = Workflow(
    {
        "edit": Step(before=ANY, permission=P.ROLE_WRITE, applies=not_delivered, by=_BY),
        "disable": Step(
            before={ActiveStatus.ACTIVE},
            after=ActiveStatus.DISABLED,
            permission=P.ROLE_WRITE,
            applies=not_delivered,
            by=_BY,
        ),
        "enable": Step(
            before={ActiveStatus.DISABLED},
            after=ActiveStatus.ACTIVE,
            permission=P.ROLE_WRITE,
            applies=not_delivered,
            by=_BY,
        ),
        "require-second-factor": Step(before=ANY, permission=P.ROLE_WRITE, by=_BY),
        "give-by-groups": Step(before=ANY, permission=P.ROLE_WRITE, by=_BY),
    }
)
"""What can be done with a role. All of it is one PATCH: which fields that is of, ``action_of`` says."""

_ACTIONS = {
    "second_factor": "require-second-factor",
    "passkey_only": "require-second-factor",
    "groups": "give-by-groups",
}


def action_of(role: Any, field: str, value: Any) -> str:
    """What a new value of a field does with a role."""
    if field == "active" and value != role.active:
        return "enable" if value else "disable"
    return _ACTIONS.get(field, "edit")
