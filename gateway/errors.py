"""Errors as people meet them: a page, or to htmx a notice, that says what to do."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from chassis.logs import get_logger
from gateway.render import wants_fragment
from gateway.sessions import forget_token, to_sign_in
from gateway.typed import kept_form
from gateway.words import sentence

log = get_logger(__name__)
TRIED = "tried"
TRIES = 10
"""How often a panel asks again by itself for what is not there yet; then it leaves that to the person."""

AGAIN = frozenset({429, 502, 503, 504})
"""What passes by itself: a form that meets it is shown again with what was typed, ready to be sent once more."""

CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


def register_errors(app: Flask) -> None:
    """Answer what a service or the gateway refuses with a page that says so."""

    @app.errorhandler(ServiceError)
    def refused(error: ServiceError) -> BaseResponse:
        if error.status == 401:
            if g.get("signed_in"):
                forget_token()
            return to_sign_in()
        if error.status >= 500:
            log.warning("service_failed", code=error.code, status=error.status, **error.detail)
        response = explain(error.status, sentence(error.code, error.detail))
        if error.status == 429 and error.detail.get("seconds"):
            response.headers["Retry-After"] = str(error.detail["seconds"])
        return response

    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> BaseResponse:
        return explain(400, _("This form is too old. Please load the page again."))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> BaseResponse:
        if error.response is not None:
            return cast(BaseResponse, error.response)
        status = error.code or 500
        return explain(status, sentence(CODES.get(status, "http_error")))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> BaseResponse:
        log.error("unexpected_error", exc_info=error)
        return explain(500, sentence("internal"))


def explain(status: int, message: str) -> Response:
    """The error as a page of the shell; a panel gets it in its own place, a button's click as a notice on top. A panel
    whose record another service has not heard of yet is no error: it asks again by itself."""
    if wants_fragment() and status == 404 and _is_panel():
        tried = request.args.get(TRIED, type=int, default=0) + 1
        again = f"{request.path}?{urlencode({**request.args.to_dict(), TRIED: tried})}"
        return make_response(render_template("errors/_not_yet.html", again=again, by_itself=tried <= TRIES), 200)
    if wants_fragment():
        response = make_response(render_template("errors/_notice.html", message=message, status=status), status)
        if request.method != "GET":
            response.headers["HX-Retarget"] = "#notices"
            response.headers["HX-Reswap"] = "innerHTML"
        return response
    typed = kept_form() if request.method == "POST" and status in AGAIN else None
    return make_response(render_template("errors/page.html", message=message, status=status, typed=typed), status)


def _is_panel() -> bool:
    """Whether this is a part of a page that was asked for by itself (``ui.panel``)."""
    return request.method == "GET" and request.headers.get("HX-Target", "").endswith("-body")
