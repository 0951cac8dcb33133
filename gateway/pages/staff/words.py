"""The words of staff, departments and roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from chassis.auth import Scope
from contracts.auth import AccountRequestKind, AccountRequestStatus
from contracts.permissions import Permission
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "address_source": {
            "first": _l("Given when the account was added"),
            "own": _l("By the person"),
            "others": _l("By somebody else"),
            "confirmed": _l("Confirmed by the person"),
        },
        "permission": {
            Permission.STAFF_READ: _l("See staff"),
            Permission.STAFF_WRITE: _l("Change staff"),
            Permission.STAFF_CONFIRM: _l("Confirm new passwords of others"),
            Permission.DEPARTMENT_READ: _l("See departments"),
            Permission.DEPARTMENT_WRITE: _l("Change departments"),
            Permission.ROLE_READ: _l("See roles"),
            Permission.ROLE_WRITE: _l("Change roles"),
            Permission.TOKEN_WRITE: _l("Make tokens for programs"),
            Permission.CUSTOMER_READ: _l("See customers"),
            Permission.CUSTOMER_SERVE: _l("See every active customer, to serve"),
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
            Permission.POLICY_EDIT: _l("Say what waits for a check"),
            Permission.REPORT_CONFIGURE: _l("Set how often reports are made and whom they go to"),
            Permission.RECORD_CONFIGURE: _l("Define tags and fields"),
            Permission.NOTICE_CONFIGURE: _l("Set the group robots of departments"),
            Permission.AUDIT_READ: _l("See who did what"),
            Permission.SYSTEM_READ: _l("See the state of the system"),
            Permission.SYSTEM_OPERATE: _l("Operate the system"),
        },
        "account_request_kind": {
            AccountRequestKind.PASSWORD: _l("One-time password"),
            AccountRequestKind.SECOND_FACTOR: _l("Take the second factor away"),
            AccountRequestKind.TOKEN: _l("Token by which a program reaches customers"),
        },
        "account_request_status": {
            AccountRequestStatus.WAITING: _l("Waits for a second person"),
            AccountRequestStatus.CONFIRMED: _l("Confirmed, to be handed over"),
            AccountRequestStatus.DONE: _l("Done"),
            AccountRequestStatus.REFUSED: _l("Refused"),
            AccountRequestStatus.WITHDRAWN: _l("Taken back"),
            AccountRequestStatus.LAPSED: _l("Lapsed after a day"),
        },
        "scope": {Scope.OWN: _l("own"), Scope.DEPARTMENT: _l("department"), Scope.ALL: _l("all")},
    },
    colors={
        "account_request_status": {
            AccountRequestStatus.WAITING: "yellow",
            AccountRequestStatus.CONFIRMED: "blue",
            AccountRequestStatus.DONE: "green",
        },
    },
    columns={
        "account_request": {"kind": "account_request_kind", "status": "account_request_status"},
        "staff": {"email_source": "address_source"},
    },
    fields={
        "program": _l("Account of a program"),
        "token_id": _l("Token"),
        "confirmed_at": _l("Confirmed at"),
        "for_two": _l("Needs a second person"),
        "requested_by": _l("Asked by"),
        "requested_by_name": _l("Asked by"),
        "by_administrator": _l("Asked by an administrator"),
        "sent_to": _l("Sent to"),
        "username": _l("User name"),
        "department_id": _l("Department"),
        "department_name": _l("Department"),
        "roles": _l("Roles"),
        "parent_id": _l("Belongs to"),
    },
    error_messages={
        "duties_conflict": _l("These roles together would let one person check the own work."),
        "role_protected": _l("This role belongs to the system and stays as it is."),
        "nobody_to_confirm": _l(
            "This needs a second person, and there is nobody who may be it: a manager of the department or above, "
            "company leadership, or another administrator."
        ),
        "only_for_programs": _l("A person does not hold a role that is for programs."),
        "not_for_programs": _l("An account of a program holds only roles that are for programs."),
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
