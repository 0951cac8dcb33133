"""The person's own second factors: the authenticator, passkeys and the recovery codes."""

from __future__ import annotations

import json
from typing import Any

import segno
from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.forms import text
from gateway.mechanism.form import Field, Form
from gateway.mechanism.page import Page
from gateway.mechanism.sent import perform
from gateway.pages.own.fields import CONFIRMED
from gateway.pages.own.views import page
from gateway.passkeys import made
from gateway.render import Failure, attempt, go, show
from gateway.sessions import forget_token, limited

__all__ = ["page"]
CODE = Form(
    auth.confirm_totp,
    (
        Field("secret", look="hidden", sent=False),
        Field("address", look="hidden", sent=False),
        Field(
            "code",
            _l("Verification code"),
            html={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True},
        ),
    ),
)
PASSKEY = Form(
    auth.add_passkey,
    (
        Field("challenge", look="hidden"),
        Field("options", look="hidden", sent=False),
        Field("name", _l("What you call it"), html={"autofocus": True}),
    ),
)


def layout() -> str:
    """The page of setting up is also that of somebody who has nothing but that to do."""
    return "plain.html" if limited() else "shell.html"


def factors_of() -> Record:
    return {"mine": auth.read_second_factor(), "layout": layout()}


def set_up(begun: Any, failure: Failure | None = None) -> Response:
    """The picture that an authenticator reads, and the code that it then shows."""
    secret, address = begun["secret"], begun["address"]
    form = CODE.drawn(
        url_for(".confirm_totp"), "confirm", failure=failure, values={"secret": secret, "address": address}
    )
    parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    picture = picture_of(address or "-")
    return show("own/totp.html", failure=failure, form=form, parts=parts, picture=picture, layout=layout())


def picture_of(address: str) -> str:
    """A QR code as the address of an image, black on white whatever the page's colours."""
    picture: str = segno.make(address, error="m").png_data_uri(scale=5, border=4)
    return picture


def make_passkey(challenge: str, options: str, failure: Failure | None = None) -> Response:
    """Where the browser makes a passkey."""
    values = {"challenge": challenge, "options": options}
    form = PASSKEY.drawn(url_for(".add_passkey"), "make", failure=failure, values=values)
    return show("own/passkey.html", failure=failure, form=form, layout=layout())


def codes_of(answer: Any) -> Response:
    return show("own/codes.html", codes=answer["recovery_codes"], layout=layout())


def done(answer: Any, said: str) -> BaseResponse:
    """After another factor: the recovery codes, if there are new ones."""
    alone = bool(limited())
    new = answer["recovery_codes"]
    seen = codes_of(answer) if new else go(url_for("home.page" if alone else ".second_factor"), said)
    forget_token()  # it said what was true without this factor
    return seen


factors = Page(
    page,
    "own/second_factor.html",
    load=factors_of,
    path="/second-factor",
    endpoint="second_factor",
    rows_at="/second-factor/passkeys",
)
factors.adds(
    "set-up-totp",
    auth.begin_totp,
    record="mine",
    always=False,
    path="/second-factor/totp",
    see=set_up,
    said="",
    title=_l("Another authenticator"),
    note=_l("The present one stays in use until a code of the new one has come."),
    fields=(CONFIRMED,),
    submit=_l("Continue"),
)
factors.adds(
    "end-totp",
    auth.end_totp,
    record="mine",
    always=False,
    path="/second-factor/totp/end",
    said=_l("The authenticator is switched off."),
    title=_l("Switch off"),
    submit_tone="btn-danger",
    fields=(CONFIRMED,),
)
factors.adds(
    "renew-recovery-codes",
    auth.renew_codes,
    record="mine",
    always=False,
    path="/second-factor/recovery-codes",
    see=codes_of,
    said="",
    title=_l("Other recovery codes"),
    note=_l("The present ones are no longer good then."),
    fields=(CONFIRMED,),
    submit=_l("Make other codes"),
)
factors.adds(
    "add-passkey",
    auth.begin_passkey,
    record="mine",
    always=False,
    path="/second-factor/passkeys",
    see=lambda asked: make_passkey(asked["challenge"], json.dumps(asked["options"])),
    said="",
    fields=(CONFIRMED,),
)
factors.command(
    "edit",
    auth.rename_passkey,
    path="",
    clears=True,
    said=_l("Renamed."),
    title=_l("Rename"),
    fields=(Field("name", _l("What you call it")),),
    submit=_l("Save"),
)
factors.command(
    "end",
    auth.end_passkey,
    said=_l("The passkey is removed."),
    title=_l("Remove"),
    submit_tone="btn-danger",
    note=_l("It opens nothing then. Delete it on the device, too."),
    fields=(CONFIRMED,),
)


@page.post("/second-factor/totp/confirm")
def confirm_totp() -> BaseResponse:
    answer = attempt("confirm", lambda: perform(auth.confirm_totp, CODE.sent()))
    if isinstance(answer, Failure):
        return set_up({"secret": text("secret"), "address": text("address")}, answer)
    return done(answer, _("The authenticator is in use."))


@page.post("/second-factor/passkeys/confirm")
def add_passkey() -> BaseResponse:
    answer = attempt("make", lambda: auth.add_passkey(made()))
    if isinstance(answer, Failure):
        return make_passkey(text("challenge"), text("options"), answer)
    return done(answer, _("The passkey is in use."))
