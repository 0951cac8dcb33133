"""How satisfied a customer is, by the link of an email. Nobody is signed in, and nothing of the case is shown."""

from __future__ import annotations

from flask import Blueprint, session, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.by_link import opened_by_link
from gateway.clients.generated import feedback
from gateway.mechanism.form import Field, Form
from gateway.mechanism.sent import perform
from gateway.render import Failure, refused, show
from gateway.words import CHOICES

page = Blueprint("satisfaction", __name__, url_prefix="/satisfaction", template_folder="templates")
OVER = frozenset({410, 429})

TOKEN = opened_by_link(page, "/open", kept_as="survey", shows=".ask")
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
