"""One sentence for every code that a service may answer with."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

REFUSALS: Mapping[str, LazyString] = {
    # the house
    "refused": _l("This is not possible."),
    "unauthenticated": _l("Please sign in again."),
    "session_ended": _l("Your session has ended. Please sign in again."),
    "forbidden": _l("You may not do this."),
    "not_found": _l("This does not exist, or not for you."),
    "stale_version": _l("Somebody else has changed this meanwhile."),
    "version_required": _l("The page was incomplete. Please load it again."),
    "idempotency_key_reused": _l("This form was sent before with other contents. Please load the page again."),
    "invalid": _l("Some fields are not right; the reason stands beside each."),
    "bad_request": _l("The request was not understood."),
    "method_not_allowed": _l("This is not possible here."),
    "too_large": _l("The file is too large."),
    "not_json": _l("The request was not understood."),
    "http_error": _l("The request failed."),
    "internal": _l("Something went wrong on our side. Please try again; if it stays, tell the administrator."),
    "unavailable": _l("This part of the system does not answer at the moment. Please try again shortly."),
    "timeout": _l("The answer takes too long. Please look whether it was done before you try again."),
    # signing in and the organisation
    "invalid_credentials": _l("User name or password is wrong."),
    "too_many_attempts": _l("Too many attempts. Please wait a few minutes."),
    "wrong_password": _l("The present password is wrong."),
    "duties_conflict": _l("These roles together would let one person check the own work."),
    "role_protected": _l("This role belongs to the system and stays as it is."),
    "own_account": _l("Nobody does this to the own account."),
    "department_not_empty": _l("Active people or departments still belong to it."),
    "department_disabled": _l("This department is disabled."),
    "department_below_itself": _l("A department cannot belong to itself or to one below it."),
    "contains_own_name": _l("A password must not contain the own name."),
    "same_as_before": _l("This is the same as before."),
    "too_common": _l("This password is too well known."),
    "not_a_username": _l("Letters, digits, dots and dashes only."),
    "not_a_role_code": _l("Small letters and underscores only."),
    "only_with_scope_all": _l("This permission reaches everything or nothing."),
    "role_disabled": _l("This role is disabled."),
    "unknown_role": _l("There is no such role."),
    "unknown_department": _l("There is no such department."),
    # customers
    "not_a_phone": _l("This is not a phone number."),
    "already_taken": _l("Somebody else has this already."),
    "wrong_status": _l("This does not fit the record's present status."),
    "same_person": _l("Somebody other than the author has to check this."),
    "not_an_owner": _l("This person cannot own this customer: VIP customers belong to customer managers and above."),
    "change_already_waiting": _l("Another change of this customer waits for its check."),
    # cases
    "no_such_customer": _l("There is no active customer with this code."),
    "wrong_desk": _l("This case lies on another desk."),
    "wrong_case_status": _l("This does not fit the present status of the case."),
    "wrong_case_kind": _l("This fits the other kind of case only."),
    "taken_by_other": _l("Somebody else has this case in hand."),
    # tiers and reports
    "policy_not_draft": _l("Only a draft can be changed."),
    "wrong_report_status": _l("This does not fit the present status of the report."),
    "own_report": _l("Somebody other than its author has to review the report."),
    "report_exists": _l("There is a report for this period already."),
    # fields
    "required": _l("Please fill this in."),
    "too_short": _l("This is too short."),
    "too_long": _l("This is too long."),
    "out_of_range": _l("This is out of range."),
    "not_a_text": _l("This is not a text."),
    "not_an_id": _l("This is not an identifier."),
    "not_a_number": _l("This is not a number."),
    "not_a_whole_number": _l("This is not a whole number."),
    "not_true_or_false": _l("This must be yes or no."),
    "not_a_time": _l("This is not a time."),
    "time_without_zone": _l("This time lacks its zone."),
    "not_a_date": _l("This is not a date (year-month-day)."),
    "not_a_list": _l("This is not a list."),
    "not_an_object": _l("This is not understood."),
    "not_an_email": _l("This is not an e-mail address."),
    "not_a_version": _l("The page was incomplete. Please load it again."),
    "unknown_choice": _l("Please choose one of the list."),
    "unknown_field": _l("This field is not known."),
    "invalid_cursor": _l("This page of the list no longer exists. Please begin at the first."),
}
