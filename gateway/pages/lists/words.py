"""The words of the lists that other pages choose from."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "field_type": {
            "text": _l("Free text"),
            "number": _l("Number"),
            "money": _l("Amount of money"),
            "date": _l("Day"),
            "choice": _l("One of several"),
            "choices": _l("Several of several"),
            "yes_no": _l("Yes or no"),
            "person": _l("Somebody of the staff"),
            "link": _l("Web address"),
        },
    },
    fields={
        "title_zh": _l("Name in Chinese"),
        "title_en": _l("Name in English"),
        "aliases": _l("Also called"),
        "parent_code": _l("Lies in"),
        "full_name": _l("Name with those above it"),
        "standard": _l("Of the standard"),
    },
    error_messages={
        "standard_name": _l("This name belongs to the standard. Add what it is called here under “Also called”."),
    },
)
