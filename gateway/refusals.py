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
