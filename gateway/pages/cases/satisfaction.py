"""How satisfied a customer is, by the link of an email. Nobody is signed in for it, and nothing of the case is shown.

The link's address has the token as its query, which no log of ours keeps; the page itself has another address, so that
the token stands in no history and goes nowhere with what the page loads. Opening the page uses nothing up.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.clients.generated import feedback
from gateway.mechanism.form import Field, Form
from gateway.mechanism.sent import perform
from gateway.render import Failure, refused, show
from gateway.words import CHOICES

page = Blueprint("satisfaction", __name__, url_prefix="/satisfaction", template_folder="templates")
LONGEST_TOKEN = 200
OVER = frozenset({410, 429})

TOKEN = Field("token", look="none", read=lambda: session.get("survey", ""))
LOOK = Form(feedback.look_at_survey, (TOKEN,))
ANSWER = Form(
    feedback.answer_survey,
    (
        TOKEN,
        Field(
            "score",
            _l("How satisfied are you?"),
            look="select",
            blank=_l("Choose …"),
            pairs=lambda: CHOICES["satisfaction"].items(),
        ),
        Field("words", _l("What should we know?"), look="textarea"),
    ),
)


@page.before_request
def no_forgery() -> None:
    """This page says nothing of where a request came from, which the usual check asks for under https; the secret of
    the form is checked all the same. Raises CSRFError."""
    if request.method == "POST":
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValueError as error:
            raise CSRFError(str(error)) from None


@page.after_request
def no_referrer(response: Response) -> Response:
    """What is opened from here is not told from where."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@page.get("/open")
def open_link() -> BaseResponse:
    """Where the email leads to: the token goes into the cookie, and the browser on to the page."""
    session["survey"] = request.args.get("token", "")[:LONGEST_TOKEN]
    return redirect(url_for(".ask"), 303)


@page.get("/", endpoint="ask")
def ask() -> BaseResponse:
    """The page, as long as the link holds."""
    return _form(None)


@page.post("/")
def answer() -> BaseResponse:
    """Say it, and be thanked."""
    try:
        perform(feedback.answer_survey, ANSWER.sent())
    except ServiceError as error:
        return _form(refused("satisfaction", error)) if error.status == 422 else _ended(error)
    session.pop("survey", None)
    return show("cases/survey_thanks.html")


def _form(failure: Failure | None) -> BaseResponse:
    if not session.get("survey"):
        return show("cases/survey_ended.html", message="")
    try:
        perform(feedback.look_at_survey, LOOK.sent())
    except ServiceError as error:
        return _ended(error)
    form = ANSWER.drawn(url_for(".answer"), "satisfaction", failure=failure, submit=_l("Send"))
    return show("cases/survey.html", failure=failure, form=form)


def _ended(error: ServiceError) -> BaseResponse:
    if error.status not in OVER:
        raise error
    failure = refused("satisfaction", error)
    session.pop("survey", None)
    return show("cases/survey_ended.html", failure=failure, message=failure.message)
