"""The words of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from gateway.vocabulary import Words

WORDS = Words(
    fields={
        "old": _l("Present password"),
        "new": _l("New password"),
    },
    error_messages={
        "second_factor_needed": _l("Your role asks for a second factor: the last one stays."),
        "too_many_passkeys": _l("You have as many passkeys as one can have. Remove one that you no longer need."),
        "wrong_password": _l("The present password is wrong."),
        "contains_own_name": _l("A password must not contain the own name."),
        "same_as_before": _l("This is the same as before."),
        "too_common": _l("This password is too well known."),
    },
)
