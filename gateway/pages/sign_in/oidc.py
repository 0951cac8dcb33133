"""Signing in through the company's provider: there, and back again.

Both ways are plain links, since the browser goes to another house and comes back from it; what makes the way back good
is the sealed flow in the cookie of the browser that went.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients.generated import auth
from gateway.devices import user_agent
from gateway.pages.sign_in.views import ask_second, let_in, refusal, sign_in_form
from gateway.sessions import safe_next

page = Blueprint("oidc", __name__, url_prefix="/sign-in/oidc")
LONGEST = {"state": 200, "code": 4000, "iss": 500, "error": 100}
"""What of the provider's answer is passed on; what is longer is none."""


@page.get("")
def begin() -> BaseResponse:
    """Lead to the company's provider."""
    try:
        begun = auth.begin_with_provider()
    except ServiceError as error:
        return _refused(error)
    session["oidc"] = {"flow": begun["flow"], "next": safe_next(request.args.get("next", ""))}
    return redirect(str(begun["address"]), 303)


@page.get("/callback")
def callback() -> BaseResponse:
    """The browser comes back; only the one that went has the flow, and that only once."""
    kept = session.pop("oidc", None)
    said = {name: request.args.get(name, "") for name in LONGEST}
    if kept is None or not said["state"] or any(len(value) > LONGEST[name] for name, value in said.items()):
        return _refused(ServiceError(401, "oidc_ended"))
    try:
        answer = auth.complete_with_provider(
            {
                "flow": kept["flow"],
                "state": said["state"],
                "code": said["code"],
                "issuer": said["iss"],
                "error": said["error"],
                "user_agent": user_agent(),
            }
        )
    except ServiceError as error:
        if error.code == "second_factor_required":
            return ask_second(error, kept["next"], by_provider=True)
        return _refused(error)
    return let_in(answer, safe_next(kept["next"]))


def _refused(error: ServiceError) -> BaseResponse:
    """The sign-in page with the reason, and the code that an administrator asks for."""
    reason = error.detail.get("reason")
    return sign_in_form(replace(refusal(error), code=f"{error.code}: {reason}" if reason else error.code))
