"""Signing in with a passkey: alone, or as the second step."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients.generated import auth
from gateway.devices import user_agent
from gateway.forms import text
from gateway.pages.sign_in.views import let_in, refusal, refuse_second, sign_in_form
from gateway.passkeys import signed
from gateway.sessions import safe_next
from gateway.words import sentence

page = Blueprint("passkey", __name__, url_prefix="/sign-in")


@page.post("/passkey/begin")
def begin() -> tuple[BaseResponse, int]:
    """What a passkey has to sign, for the script of the page: it is asked for when somebody wants it, since it holds
    but a few minutes."""
    try:
        asked = auth.begin_session_with_passkey({"user_agent": user_agent()})
    except ServiceError as error:
        return jsonify(said=sentence(error.code, error.detail)), error.status
    session["passkey"] = asked["challenge"]
    return jsonify(options=asked["options"]), 200


@page.post("/passkey")
def enter() -> BaseResponse:
    """Sign in by a passkey alone."""
    challenge = session.pop("passkey", "")
    if not challenge:
        return redirect(url_for("sign_in.page"), 303)
    try:
        answer = auth.open_session_with_passkey(signed(challenge))
    except ServiceError as error:
        return sign_in_form(refusal(error))
    return let_in(answer, safe_next(text("next")))


@page.post("/second/passkey")
def prove() -> BaseResponse:
    """Give a passkey as the second factor."""
    proof = session.get("proof")
    if not proof:
        return redirect(url_for("sign_in.page"), 303)
    try:
        answer = auth.open_session_with_second_passkey(signed(proof["challenge"]))
    except ServiceError as error:
        return refuse_second(error)
    return let_in(answer, safe_next(proof["next"]))
