"""Values that are kept in one form, whoever sends them."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis.phones import normalise_phone


class Phone(fields.String):
    """A phone number, kept in one form; empty stays empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return normalise_phone(text) if text else ""
        except ValueError:
            raise ValidationError("not_a_phone") from None


class EmptyEmail(fields.String):
    """An e-mail address, or nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text:
            validate.Email(error="not_an_email")(text)
        return text
