"""How satisfied a customer is, by a link that needs no sign-in, or noted by the desk."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.context import Context
from chassis.http import PUBLIC, AnswerSchema, Api, CommandSchema, length
from chassis.http.fields import AsTyped
from services.feedback.satisfaction.domain.rules import BEST, WORST
from services.feedback.satisfaction.store.surveys import Survey
from services.feedback.satisfaction.usecases import asking
from services.feedback.satisfaction.usecases.asking import AnswerSurvey, LookAtSurvey, Rate

api = Api("satisfaction", description="How satisfied customers are after the end of a case")
LONGEST_TOKEN, LONGEST_WORDS = 200, 2_000


def score() -> fields.Integer:
    """From 1, not at all, to 5, very."""
    return fields.Integer(required=True, validate=validate.Range(WORST, BEST, error="out_of_range"))


class LookAtSurveySchema(CommandSchema):
    """The token of a link."""

    command = LookAtSurvey
    token = AsTyped(required=True, validate=length(1, LONGEST_TOKEN))


class AnswerSurveySchema(CommandSchema):
    """The token of a link, and how satisfied the customer is."""

    command = AnswerSurvey
    token = AsTyped(required=True, validate=length(1, LONGEST_TOKEN))
    score = score()
    words = fields.String(validate=length(0, LONGEST_WORDS))


class RateSchema(CommandSchema):
    """What the customer said in a call."""

    command = Rate
    score = score()
    words = fields.String(validate=length(0, LONGEST_WORDS))


class SurveySchema(AnswerSchema):
    """Until when a link takes an answer; nothing of the case."""

    expires_at = fields.AwareDateTime()


class ThanksSchema(AnswerSchema):
    """Nothing to say."""


@api.post("/satisfaction/look", permission=PUBLIC, body=LookAtSurveySchema, returns=SurveySchema, secret=True)
def look_at_survey(ctx: Context, command: LookAtSurvey) -> Survey:
    """Whether a link still takes an answer; looking does not use it up."""
    return asking.look_at_survey(ctx, command)


@api.post("/satisfaction/answer", permission=PUBLIC, body=AnswerSurveySchema, returns=ThanksSchema, secret=True)
def answer_survey(ctx: Context, command: AnswerSurvey) -> dict[str, Any]:
    """Say how satisfied one is. The link is good this once."""
    asking.answer_survey(ctx, command)
    return {}
