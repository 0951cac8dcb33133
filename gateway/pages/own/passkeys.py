"""The person's own passkeys: make one, rename it, remove it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import auth
from gateway.forms import text, version
from gateway.pages.own.factors import confirmed, set_up_done, show_alone, show_factors
from gateway.pages.own.views import page
from gateway.passkeys import made
from gateway.render import Failure, attempt, go

__all__ = ["page"]


@page.post("/second-factor/passkeys")
def begin_passkey() -> BaseResponse:
    asked: dict[str, Any] = {}
    failure = attempt("passkey", lambda: asked.update(auth.begin_passkey(confirmed())))
    return show_factors(failure) if failure else _make(asked["challenge"], json.dumps(asked["options"]), None)


@page.post("/second-factor/passkeys/confirm")
def add_passkey() -> BaseResponse:
    codes: list[str] = []
    failure = attempt("make", lambda: codes.extend(auth.add_passkey(made())["recovery_codes"]))
    if failure:
        return _make(text("challenge"), text("options"), failure)
    return set_up_done(codes, _("The passkey is in use."))


@page.post("/second-factor/passkeys/<uuid:id>")
def rename_passkey(id: UUID) -> BaseResponse:
    failure = attempt(f"rename-{id}", lambda: auth.rename_passkey(id, {"name": text("name")}, version=version()))
    return show_factors(failure) if failure else go(url_for(".second_factor"), _("Renamed."))


@page.post("/second-factor/passkeys/<uuid:id>/end")
def end_passkey(id: UUID) -> BaseResponse:
    failure = attempt(f"end-{id}", lambda: auth.end_passkey(id, confirmed()))
    return show_factors(failure) if failure else go(url_for(".second_factor"), _("The passkey is removed."))


def _make(challenge: str, options: str, failure: Failure | None) -> Response:
    return show_alone("own/passkey.html", failure, challenge=challenge, options=options)
