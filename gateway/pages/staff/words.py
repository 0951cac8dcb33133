"""The words of staff, departments and roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from chassis.auth import Scope
from contracts.permissions import Permission
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "permission": {
            Permission.STAFF_READ: _l("See staff"),
            Permission.STAFF_WRITE: _l("Change staff"),
            Permission.DEPARTMENT_READ: _l("See departments"),
            Permission.DEPARTMENT_WRITE: _l("Change departments"),
            Permission.ROLE_READ: _l("See roles"),
            Permission.ROLE_WRITE: _l("Change roles"),
            Permission.TOKEN_WRITE: _l("Make tokens for programs"),
            Permission.CUSTOMER_READ: _l("See customers"),
            Permission.CUSTOMER_WRITE: _l("Add and change customers"),
            Permission.CUSTOMER_VERIFY: _l("Check entries"),
            Permission.CUSTOMER_REVEAL: _l("Show masked data plain"),
            Permission.CUSTOMER_GIVE: _l("Hand over the customers of others"),
            Permission.HAND_OVER_TAKE: _l("Take VIP customers that wait"),
            Permission.CUSTOMER_EXPORT: _l("Export customers"),
            Permission.EXPORT_APPROVE: _l("Agree to large exports"),
            Permission.VIEW_REQUEST_DECIDE: _l("Decide on view requests"),
            Permission.TRANSACTION_READ: _l("See transactions"),
            Permission.TRANSACTION_WRITE: _l("Record transactions"),
            Permission.IMPORT_RUN: _l("Import files"),
            Permission.IMPORT_VERIFY: _l("Check imports"),
            Permission.CASE_READ: _l("See cases"),
            Permission.CASE_WRITE: _l("File cases"),
            Permission.CASE_HANDLE: _l("Handle cases of customer service"),
            Permission.CASE_LEAD: _l("Handle cases of the service lead"),
            Permission.TIER_READ: _l("See tiers"),
            Permission.TIER_EDIT: _l("Set tier policies"),
            Permission.REPORT_READ: _l("See reports"),
            Permission.REPORT_WRITE: _l("Draw up reports"),
            Permission.REPORT_REVIEW: _l("Review reports"),
            Permission.REPORT_CONFIGURE: _l("Set how often reports are made and whom they go to"),
            Permission.RECORD_CONFIGURE: _l("Define tags and fields"),
            Permission.AUDIT_READ: _l("See who did what"),
            Permission.SYSTEM_READ: _l("See the state of the system"),
            Permission.SYSTEM_OPERATE: _l("Operate the system"),
        },
        "scope": {Scope.OWN: _l("own"), Scope.DEPARTMENT: _l("department"), Scope.ALL: _l("all")},
    },
    fields={
        "username": _l("User name"),
        "department_id": _l("Department"),
        "department_name": _l("Department"),
        "roles": _l("Roles"),
        "parent_id": _l("Belongs to"),
    },
    error_messages={
        "duties_conflict": _l("These roles together would let one person check the own work."),
        "role_protected": _l("This role belongs to the system and stays as it is."),
        "own_account": _l("Nobody does this to the own account."),
        "department_not_empty": _l("Active people or departments still belong to it."),
        "department_disabled": _l("This department is disabled."),
        "department_below_itself": _l("A department cannot belong to itself or to one below it."),
        "not_a_username": _l("Letters, digits, dots and dashes only."),
        "not_a_role_code": _l("Small letters and underscores only."),
        "only_with_scope_all": _l("This permission reaches everything or nothing."),
        "role_disabled": _l("This role is disabled."),
        "unknown_role": _l("There is no such role."),
        "unknown_department": _l("There is no such department."),
    },
)
