"""Values that are kept in one form."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from services.auth.domain.attempts import is_username, normalise_username
from services.auth.domain.phones import normalise_phone


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


class Username(fields.String):
    """A user name, kept in one form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = normalise_username(super()._deserialize(value, attr, data, **kwargs))
        if not is_username(text):
            raise ValidationError("not_a_username")
        return text
