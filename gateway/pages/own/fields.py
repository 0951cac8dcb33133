"""Passwords, as forms ask for them: what is typed goes on untrimmed and is never shown again."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l

from gateway.mechanism.form import Field, Text


def password(name: str, title: Text = "", *, hint: Text = "", new: bool = False) -> Field:
    """One password; ``new``: one that is chosen, which browsers then offer to make."""
    html = {"autocomplete": "new-password" if new else "current-password"}
    return Field(
        name, title, look="password", required=True, hint=hint, html=html, read=lambda: request.form.get(name, "")
    )


CONFIRMED = password("password", _l("Present password"))
"""The present password, typed to confirm a change."""
