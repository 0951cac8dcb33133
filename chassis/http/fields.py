"""Values that are kept in one form, whoever sends them."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields

from chassis.phones import NoPhone, normalise_mobile, normalise_phone
from chassis.texts import half_width

LONGEST_EMAIL = 254
LONGEST_BEFORE_AT = 64

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?P<name>{_ATOM}(?:\.{_ATOM})*)@(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9-]{{1,59}})")
"""What every mail server takes: no quoted names, no bare hosts, no addresses of machines, nothing beyond ASCII."""


class AsTyped(fields.String):
    """A text that is taken as it was typed, but for the blanks around it: a password, a secret, a cursor."""


class Code(fields.String):
    """A number or a name that others give to something: with the letters and figures that a keyboard has."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return half_width(super()._deserialize(value, attr, data, **kwargs)).strip()


class _OneForm(fields.String):
    """A text that has one form; empty stays empty, and a mask is no value. ``takes_masks``: it is let through as it is,
    by who knows whether it is the mask of what is there already, and refuses every other."""

    def __init__(self, *, takes_masks: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.takes_masks = takes_masks

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = half_width(super()._deserialize(value, attr, data, **kwargs)).strip()
        if not self.is_mask(text):
            return self.in_one_form(text) if text else ""
        if not self.takes_masks:
            raise ValidationError("masked_value")
        return text

    def is_mask(self, text: str) -> bool:
        """Whether a text shows less than it stands for."""
        raise NotImplementedError

    def in_one_form(self, text: str) -> str:
        """The text as it is kept. Raises ValidationError."""
        raise NotImplementedError


class Phone(_OneForm):
    """A phone number with its extension, kept in one form; empty stays empty."""

    def is_mask(self, text: str) -> bool:
        return "*" in text

    def in_one_form(self, text: str) -> str:
        try:
            return normalise_phone(text)
        except NoPhone:
            raise ValidationError("not_a_phone") from None


class Mobile(Phone):
    """The number of a mobile phone, kept in one form; empty stays empty."""

    def in_one_form(self, text: str) -> str:
        kept = super().in_one_form(text)
        try:
            return normalise_mobile(kept)
        except NoPhone:
            raise ValidationError("not_a_mobile") from None


class EmptyEmail(_OneForm):
    """An e-mail address that a mail can be sent to, or nothing."""

    def is_mask(self, text: str) -> bool:
        return "**" in text

    def in_one_form(self, text: str) -> str:
        found = _EMAIL.fullmatch(text)
        if not found or len(found["name"]) > LONGEST_BEFORE_AT or len(text) > LONGEST_EMAIL:
            raise ValidationError("not_an_email")
        return text
