"""What a form sent: trimmed texts, the version it was made on, the key that lets it count once."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from flask import request


def text(name: str) -> str:
    """One field, trimmed; empty when it was not sent."""
    return request.form.get(name, "").strip()


def texts(name: str) -> list[str]:
    """All values of one field: a group of boxes, or a list with several choices."""
    return [value.strip() for value in request.form.getlist(name) if value.strip()]


def given(*names: str) -> dict[str, Any]:
    """The named fields that are not empty."""
    return {name: value for name in names if (value := text(name))}


def version() -> str:
    """The version that the form was made on; '' when it has none."""
    return text("version")


def key() -> str:
    """The key by which the form counts once; '' when it has none."""
    return text("idempotency_key")


def new_key() -> str:
    """A key for one rendering of a form: pressed twice, done once."""
    return token_hex(12)


def filters(*names: str) -> dict[str, str]:
    """The filters in the address, without the empty ones."""
    return {name: value for name in names if (value := request.args.get(name, "").strip())}
