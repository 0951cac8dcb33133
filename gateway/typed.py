"""What was typed into a form that could not be taken: shown again, so that without scripts nothing of it is lost.

The page of the form itself may be of the service that does not answer, so this asks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask_babel import gettext

from gateway.words import CHOICES, field_label, label

UNSHOWN = frozenset({"version", "idempotency_key"})
SECRET = frozenset({"password", "old", "new", "secret", "code"})
"""What is never sent to a browser again: it is typed once more."""

LONG = 80
"""From this many characters on a text has several lines to stand in."""


@dataclass(frozen=True)
class Typed:
    """One value of a form. ``look``: how it stands on the page; ``shown``: in which words, where it cannot be
    changed."""

    name: str
    value: str
    look: str
    shown: str = ""

    @property
    def title(self) -> str:
        known = field_label(self.name)
        return gettext("Password") if known == self.name == "password" else known


def kept_form() -> list[Typed]:
    """All values of the request's form, but for its token; nothing when it had none."""
    values = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    files = [Typed(name, "", "file") for name, file in request.files.items(multi=True) if file.filename]
    return [_typed(name, value) for name, value in values] + files


def _typed(name: str, value: str) -> Typed:
    if name in SECRET:
        return Typed(name, "", "password")
    if name in UNSHOWN or not value or _is_id(value) or field_label(name) == name:
        return Typed(name, value, "hidden")
    if name in CHOICES:
        return Typed(name, value, "chosen", label(name, value))
    return Typed(name, value, "textarea" if "\n" in value or len(value) > LONG else "text")


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
