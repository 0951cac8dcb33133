"""Signing in and out."""

from __future__ import annotations

import json

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from chassis.logs import get_logger
from gateway.clients.generated import auth
from gateway.forms import text
from gateway.mechanism.sent import perform
from gateway.pages.sign_in.forms import ENTER, PASSKEY, PROVE, SECOND_PASSKEY
from gateway.passkeys import passkey_origin
from gateway.render import Failure, failed, refused, show
from gateway.sessions import forget, safe_next

log = get_logger(__name__)
page = Blueprint("sign_in", __name__, template_folder="templates")


@page.get("/sign-in", endpoint="page")
def form() -> BaseResponse:
    """The sign-in page."""
    return sign_in_form(None)


@page.post("/sign-in")
def enter() -> BaseResponse:
    """Sign in by user name and password."""
    try:
        answer = perform(auth.open_session, ENTER.sent())
    except ServiceError as error:
        if error.code == "second_factor_required":
            return ask_second(error, text("next"))
        return sign_in_form(refusal(error))
    return let_in(answer, safe_next(text("next")))


@page.get("/sign-in/second")
def second() -> BaseResponse:
    """The second step: who got here has proved the password."""
    return second_form(None) if "proof" in session else redirect(url_for(".page"), 303)


@page.post("/sign-in/second")
def prove() -> BaseResponse:
    """Give the second factor."""
    proof = session.get("proof")
    if not proof:
        return redirect(url_for(".page"), 303)
    try:
        answer = perform(auth.open_session_with_second_factor, PROVE.sent())
    except ServiceError as error:
        return refuse_second(error)
    return let_in(answer, safe_next(proof["next"]))


def ask_second(error: ServiceError, target: str, *, by_provider: bool = False) -> BaseResponse:
    """The challenge stays in the browser's cookie until it is answered; alone it opens nothing."""
    forget()
    session["proof"] = {
        "challenge": error.detail["challenge"],
        "ways": error.detail["second_factor"],
        "next": safe_next(target),
        "by_provider": by_provider,
    }
    return redirect(url_for(".second"), 303)


def refuse_second(error: ServiceError) -> BaseResponse:
    """The second step again, or when it is over, the password again."""
    if error.code == "challenge_ended":
        del session["proof"]
        return sign_in_form(refusal(error))
    return second_form(refusal(error))


def let_in(answer: auth.Session, target: str) -> BaseResponse:
    """The browser of somebody who has proved who it is gets its session."""
    forget()
    session["session"] = answer["session"]
    if answer.get("sign_out_address"):
        session["sign_out_address"] = answer["sign_out_address"]
    current_app.extensions["sessions"].keep(answer["session"], answer)
    return redirect(target, 303)


@page.post("/sign-out")
def leave() -> BaseResponse:
    """Sign out."""
    secret = session.get("session", "")
    current_app.extensions["sessions"].drop(secret)
    try:
        auth.end_session({"session": secret})
    except ServiceError as error:  # the browser forgets it all the same; it ends by itself
        log.warning("session_not_ended", code=error.code)
    g.signed_in = None
    there_too = session.get("sign_out_address")
    forget()
    if there_too:  # the page offers it: a form may not lead to another house
        session["signed_out_of"] = there_too
    return redirect(url_for(".page"), 303)


def refusal(error: ServiceError) -> Failure:
    """What the page says of a refused sign-in; other errors are raised again."""
    if error.status in {401, 403, 429, 503, 504}:
        return refused("sign_in", error)
    return failed("sign_in", error)


def second_form(failure: Failure | None) -> BaseResponse:
    """The second step, with what a passkey has to sign where the person has one."""
    ways, asked = session["proof"]["ways"], None
    if "passkey" in ways and passkey_origin():
        try:
            asked = auth.ask_second_passkey({"challenge": session["proof"]["challenge"]})
        except ServiceError as error:
            if error.code == "challenge_ended":
                return refuse_second(error)
            log.warning("passkey_not_asked", code=error.code)  # there are other ways
    by_code = "totp" in ways
    code = PROVE.drawn(
        url_for("sign_in.prove"),
        "sign_in",
        failure=None if asked else failure,
        html={"code": {"autocomplete": "one-time-code" if by_code else "off", "autofocus": None if asked else True}},
    )
    options = json.dumps(asked["options"]) if asked else ""
    passkey = SECOND_PASSKEY.drawn(url_for("passkey.prove"), "sign_in", failure=failure, values={"options": options})
    return show(
        "sign_in/second.html",
        failure=failure,
        ways=ways,
        by_code=by_code,
        options=options,
        code=code,
        passkey_form=passkey,
        by_provider=session["proof"].get("by_provider", False),
    )


def sign_in_form(failure: Failure | None) -> BaseResponse:
    """The first step."""
    target = safe_next(text("next") or request.args.get("next", ""))
    values = {"next": target}
    return show(
        "sign_in/page.html",
        failure=failure,
        next=target,
        form=ENTER.drawn(url_for("sign_in.enter"), "sign_in", failure=failure, values=values, submit=_l("Sign in")),
        passkey_form=PASSKEY.drawn(url_for("passkey.enter"), "passkey", values=values),
    )
