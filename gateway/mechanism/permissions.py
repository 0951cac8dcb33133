"""Permissions as a form chooses them: of each how far it reaches."""

from __future__ import annotations

from flask import Flask, request

from gateway.mechanism.form import Field

SCOPES = ("own", "department", "all")


def chosen() -> dict[str, str]:
    """Permission -> scope, as the form has it; what is left at no is not there."""
    sent = request.form.items()
    return {name.removeprefix("permission:"): scope for name, scope in sent if name.startswith("permission:") and scope}


def scopes_up_to(widest: str) -> tuple[str, ...]:
    """The scopes that reach no further than one of them."""
    return SCOPES[: SCOPES.index(widest) + 1]


PERMISSIONS = Field("permissions", look="none", read=chosen)


def register_scopes(app: Flask) -> None:
    """Give templates the scopes that a permission can be given with."""
    app.add_template_global(scopes_up_to)
