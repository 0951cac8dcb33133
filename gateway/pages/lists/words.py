"""The words of the lists that other pages choose from."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from gateway.vocabulary import Words

WORDS = Words(
    fields={
        "aliases": _l("Also called"),
        "parent_code": _l("Lies in"),
        "full_name": _l("Name with those above it"),
        "standard": _l("Of the standard"),
    },
    error_messages={
        "standard_name": _l("This name belongs to the standard. Add what it is called here under “Also called”."),
    },
)
