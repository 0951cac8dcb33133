"""Everything that can be permitted: ``noun:verb``; a role gives each with a scope (own, department, all)."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing somebody may do. What carries no owner (policies, roles) is only ever permitted with scope ``all``."""

    STAFF_READ = "staff:read"
    STAFF_WRITE = "staff:write"
    STAFF_CONFIRM = "staff:confirm"
    DEPARTMENT_READ = "department:read"
    DEPARTMENT_WRITE = "department:write"
    ROLE_READ = "role:read"
    ROLE_WRITE = "role:write"
    TOKEN_WRITE = "token:write"  # noqa: S105 - a permission's name

    CUSTOMER_READ = "customer:read"
    CUSTOMER_SERVE = "customer:serve"
    """Read every active customer, to serve who calls; masked, as everybody sees customers of others."""
    CUSTOMER_WRITE = "customer:write"
    CUSTOMER_VERIFY = "customer:verify"
    CUSTOMER_REVEAL = "customer:reveal"
    CUSTOMER_GIVE = "customer:give"
    HAND_OVER_TAKE = "hand_over:take"
    CUSTOMER_EXPORT = "customer:export"
    EXPORT_APPROVE = "export:approve"
    VIEW_REQUEST_DECIDE = "view_request:decide"
    TRANSACTION_READ = "transaction:read"
    TRANSACTION_WRITE = "transaction:write"
    IMPORT_RUN = "import:run"
    IMPORT_VERIFY = "import:verify"

    CASE_READ = "case:read"
    CASE_WRITE = "case:write"
    CASE_HANDLE = "case:handle"
    CASE_LEAD = "case:lead"

    TIER_READ = "tier:read"
    TIER_EDIT = "tier:edit"
    REPORT_READ = "report:read"
    REPORT_WRITE = "report:write"
    REPORT_REVIEW = "report:review"
    REPORT_CONFIGURE = "report:configure"

    RECORD_CONFIGURE = "record:configure"
    POLICY_EDIT = "policy:edit"
    """Say which changes of customers wait for a check."""

    NOTICE_CONFIGURE = "notice:configure"

    AUDIT_READ = "audit:read"

    SYSTEM_READ = "system:read"
    SYSTEM_OPERATE = "system:operate"
