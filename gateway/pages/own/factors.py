"""The person's own second factors: the authenticator and the recovery codes; passkeys are in own.passkeys."""

from __future__ import annotations

from typing import Any

import segno
from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import auth
from gateway.forms import text
from gateway.pages.own.views import page
from gateway.render import Failure, attempt, go, show
from gateway.visits import forget_token, limited


@page.get("/second-factor")
def second_factor() -> Response:
    return show_factors(None)


@page.post("/second-factor/totp")
def begin_totp() -> BaseResponse:
    begun: dict[str, Any] = {}
    failure = attempt("totp", lambda: begun.update(auth.begin_totp(confirmed())))
    return show_factors(failure) if failure else _set_up(begun["secret"], begun["address"], None)


@page.post("/second-factor/totp/confirm")
def confirm_totp() -> BaseResponse:
    codes: list[str] = []
    failure = attempt("confirm", lambda: codes.extend(auth.confirm_totp({"code": text("code")})["recovery_codes"]))
    if failure:
        return _set_up(text("secret"), text("address"), failure)
    return set_up_done(codes, _("The authenticator is in use."))


@page.post("/second-factor/totp/end")
def end_totp() -> BaseResponse:
    failure = attempt("end", lambda: auth.end_totp(confirmed()))
    return show_factors(failure) if failure else go(url_for(".second_factor"), _("The authenticator is switched off."))


@page.post("/second-factor/recovery-codes")
def renew_codes() -> BaseResponse:
    codes: list[str] = []
    failure = attempt("codes", lambda: codes.extend(auth.renew_codes(confirmed())["recovery_codes"]))
    return show_factors(failure) if failure else _codes(codes)


def picture_of(address: str) -> str:
    """A QR code as the address of an image, black on white whatever the page's colours."""
    picture: str = segno.make(address, error="m").png_data_uri(scale=5, border=4)
    return picture


def confirmed() -> auth.ConfirmPassword:
    """The present password, as it was typed to confirm a change."""
    return {"password": request.form.get("password", "")}


def show_alone(template: str, failure: Failure | None, **context: Any) -> Response:
    """A page of setting up, also of somebody who has nothing but that to do."""
    status = failure.status if failure else 200
    layout = "plain.html" if limited() else "shell.html"
    return show(template, fragment=template, status=status, failure=failure, layout=layout, **context)


def show_factors(failure: Failure | None) -> Response:
    """What the person has of second factors."""
    return show_alone("own/second_factor.html", failure, mine=auth.read_second_factor())


def _set_up(secret: str, address: str, failure: Failure | None) -> Response:
    parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return show_alone(
        "own/totp.html", failure, secret=secret, parts=parts, address=address, picture=picture_of(address or "-")
    )


def set_up_done(codes: list[str], said: str) -> BaseResponse:
    """After another factor: the recovery codes, if there are new ones."""
    alone = bool(limited())
    answer = _codes(codes) if codes else go(url_for("home.page" if alone else ".second_factor"), said)
    forget_token()  # it said what was true without this factor
    return answer


def _codes(codes: list[str]) -> Response:
    return show_alone("own/codes.html", None, codes=codes)
