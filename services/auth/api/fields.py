"""Values that are kept in one form."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from services.auth.domain.attempts import is_username, normalise_username


class Username(fields.String):
    """A user name, kept in one form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = normalise_username(super()._deserialize(value, attr, data, **kwargs))
        if not is_username(text):
            raise ValidationError("not_a_username")
        return text
