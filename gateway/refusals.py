"""One sentence for every code that a service may answer with."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

REFUSALS: Mapping[str, LazyString] = {
    # the house
    "refused": _l("This is not possible."),
    "unauthenticated": _l("Please sign in again."),
    "token_ended": _l("Your access has changed. Please sign in again."),
    "password_change_required": _l("Your password was made by somebody else. Please choose your own first."),
    "second_factor_setup_required": _l("Your role asks for a second factor. Please set it up first."),
    "second_factor_required": _l("Your account has a second factor: it is needed, too."),
    "second_factor_needed": _l("Your role asks for a second factor: the last one stays."),
    "wrong_code": _l("This code is wrong, or was used already."),
    "challenge_ended": _l("This took too long, or too many answers were wrong. Please sign in again."),
    "passkey_refused": _l("This passkey was not accepted. It may have been removed, or belong to another account."),
    "passkey_unverified": _l("Without a password, the passkey has to ask who you are: finger, face or PIN."),
    "passkey_copied": _l(
        "This passkey was not accepted: somebody may have a copy of it. Please tell the administrator."
    ),
    "passkeys_not_offered": _l("Browsers know no passkeys at this address of the system."),
    "too_many_passkeys": _l("You have as many passkeys as one can have. Remove one that you no longer need."),
    "not_base64url": _l("The request was not understood."),
    "not_begun": _l("Please begin once more."),
    "refresh_reused": _l("This was used already. Please sign in again."),
    "api_token_ended": _l("This token is unknown, revoked or over."),
    "not_a_program": _l("Tokens are made for accounts of programs, or for oneself."),
    "beyond_account": _l("The account itself may not do this."),
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
    "oidc_not_set_up": _l("Signing in through your company is not set up here."),
    "oidc_unavailable": _l(
        "Your company's sign-in service does not answer. Please try again shortly, or use user name and password."
    ),
    "oidc_ended": _l("This took too long, or was begun in another window. Please begin again."),
    "oidc_refused": _l(
        "The answer of your company's sign-in service was not accepted. Please begin again; if it stays, tell the "
        "administrator."
    ),
    "oidc_unknown_account": _l("You have no account here yet. Please ask the administrator for one."),
    "oidc_other_account": _l(
        "The account of your user name belongs to somebody else at your company's sign-in service. Please ask the "
        "administrator."
    ),
    "oidc_duties_conflict": _l(
        "Your groups would let you run the accounts and touch customer data at once. Please ask the administrator."
    ),
    "too_many_attempts": _l("Too many attempts. Please wait a few minutes."),
    "wrong_password": _l("The present password is wrong."),
    "duties_conflict": _l("These roles together would let one person check the own work."),
    "role_protected": _l("This role belongs to the system and stays as it is."),
    "own_account": _l("Nobody does this to the own account."),
    "department_not_empty": _l("Active people or departments still belong to it."),
    "department_disabled": _l("This department is disabled."),
    "department_below_itself": _l("A department cannot belong to itself or to one below it."),
    "review_under_way": _l("A review is under way; the next one begins after it."),
    "review_over": _l("This review has ended."),
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
    "not_a_code": _l("This is no code of ours; the last character tells that something was mistyped."),
    "already_taken": _l("Somebody else has this already."),
    "unknown_heading": _l("This column does not occur in the file."),
    "not_mapped": _l("No column of the file is meant for this field."),
    "field_twice": _l("Two columns mean the same field."),
    "wrong_status": _l("This does not fit the record's present status."),
    "same_person": _l("Somebody other than the author has to check this."),
    "not_an_owner": _l("This person cannot own this customer: VIP customers belong to customer managers and above."),
    "change_already_waiting": _l("Another change of this customer waits for its check."),
    # imports
    "stuck": _l("It could not be finished. It can be taken back and started anew."),
    "empty_file": _l("The file is empty."),
    "no_rows": _l("The file has headings but no rows."),
    "only_csv": _l("For cases a CSV file is needed, packed (.gz) or not."),
    "columns_missing": _l("The file needs the columns time, customer code, channel, kind and content."),
    "not_a_table": _l("This is no table: CSV or .xlsx is needed."),
    "half_a_file": _l("The file breaks off: it arrived only in part."),
    "wrong_encoding": _l("The encoding is neither UTF-8 nor GBK."),
    "too_large_unpacked": _l("Unpacked the file is too large."),
    "too_many_rows": _l("The file has too many rows."),
    "too_many_columns": _l("The file has too many columns."),
    "cell_too_large": _l("A cell of the file is too large."),
    "formulas_without_values": _l(
        "The cells hold formulas without values. Save the file once in a spreadsheet program."
    ),
    "formula": _l("A formula is not taken as a value."),
    "twice_in_file": _l("This number occurs twice in the file."),
    "too_many_cells": _l("The row has more cells than there are headings."),
    "row_cut_off": _l("The row breaks off."),
    "needs_check": _l("Verified data is not changed by a file; change it on the customer's page, with a check."),
    "other_kind": _l("This number belongs to a customer of the other kind."),
    "no_such_owner": _l("Nobody of this name or address may own customers here."),
    "several_owners": _l("Several people have this name. Write the department too: name/department."),
    "changed_since": _l("It has been changed since; it stays as it is."),
    # exports
    "access_changed": _l("What its asker may see has changed meanwhile. Please ask for it again."),
    "not_made": _l("The file could not be made. Please ask for it again."),
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
    "before_period_from": _l("The period ends before it begins."),
    "in_future": _l("This lies in the future."),
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
