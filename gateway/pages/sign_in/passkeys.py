"""Signing in with a passkey: alone, or as the second step."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients import passkeys
from gateway.forms import text
from gateway.pages.sign_in.views import let_in, refusal, refuse_second, sign_in_form
from gateway.passkeys import signed
from gateway.visits import safe_next
from gateway.words import sentence

page = Blueprint("passkey", __name__, url_prefix="/sign-in")


@page.post("/passkey/begin")
def begin() -> tuple[BaseResponse, int]:
    """What a passkey has to sign, for the script of the page: it is asked for when somebody wants it, since it holds
    but a few minutes."""
    try:
        asked = passkeys.ask_alone()
    except ServiceError as error:
        return jsonify(said=sentence(error.code, error.detail)), error.status
    session["passkey"] = asked["challenge"]
    return jsonify(options=asked["options"]), 200


@page.post("/passkey")
def enter() -> BaseResponse:
    challenge = session.pop("passkey", "")
    if not challenge:
        return redirect(url_for("sign_in.page"), 303)
    try:
        answer = passkeys.open_session_alone(challenge, signed())
    except ServiceError as error:
        return sign_in_form(refusal(error))
    return let_in(answer, safe_next(text("next")))


@page.post("/second/passkey")
def prove() -> BaseResponse:
    proof = session.get("proof")
    if not proof:
        return redirect(url_for("sign_in.page"), 303)
    try:
        answer = passkeys.open_session_second(proof["challenge"], signed())
    except ServiceError as error:
        return refuse_second(error)
    return let_in(answer, safe_next(proof["next"]))
