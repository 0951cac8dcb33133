"""The person's own second factors: set up, switch off, other recovery codes."""

from __future__ import annotations

from typing import Any

import segno
from flask import Response, current_app, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import auth
from gateway.forms import text
from gateway.pages.own.views import page
from gateway.render import Failure, attempt, go, show
from gateway.visits import limited

__all__ = ["page"]


@page.get("/second-factor")
def second_factor() -> Response:
    return _second_factor(None)


@page.post("/second-factor/totp")
def begin_totp() -> BaseResponse:
    begun: dict[str, str] = {}
    failure = attempt("totp", lambda: begun.update(auth.begin_totp(_password())))
    return _second_factor(failure) if failure else _set_up(begun["secret"], begun["address"], None)


@page.post("/second-factor/totp/confirm")
def confirm_totp() -> BaseResponse:
    codes: list[str] = []
    failure = attempt("confirm", lambda: codes.extend(auth.confirm_totp(text("code"))))
    if failure:
        return _set_up(text("secret"), text("address"), failure)
    answer = _codes(codes)
    current_app.extensions["visits"].forget_token(g.visit.token)  # it said what was true without a second factor
    return answer


@page.post("/second-factor/totp/end")
def end_totp() -> BaseResponse:
    failure = attempt("end", lambda: auth.end_totp(_password()))
    return (
        _second_factor(failure) if failure else go(url_for(".second_factor"), _("The authenticator is switched off."))
    )


@page.post("/second-factor/recovery-codes")
def renew_codes() -> BaseResponse:
    codes: list[str] = []
    failure = attempt("codes", lambda: codes.extend(auth.renew_recovery_codes(_password())))
    return _second_factor(failure) if failure else _codes(codes)


def picture_of(address: str) -> str:
    """A QR code as the address of an image, black on white whatever the page's colours."""
    picture: str = segno.make(address, error="m").png_data_uri(scale=5, border=4)
    return picture


def _password() -> str:
    return request.form.get("password", "")


def _show(template: str, failure: Failure | None, **context: Any) -> Response:
    status = failure.status if failure else 200
    layout = "plain.html" if limited() else "shell.html"
    return show(template, fragment=template, status=status, failure=failure, layout=layout, **context)


def _second_factor(failure: Failure | None) -> Response:
    return _show("own/second_factor.html", failure, mine=auth.second_factor())


def _set_up(secret: str, address: str, failure: Failure | None) -> Response:
    parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return _show(
        "own/totp.html", failure, secret=secret, parts=parts, address=address, picture=picture_of(address or "-")
    )


def _codes(codes: list[str]) -> Response:
    return _show("own/codes.html", None, codes=codes)
