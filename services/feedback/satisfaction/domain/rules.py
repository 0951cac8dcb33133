"""When a customer is asked, how long the link is good, and how many wrong ones an address may try."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from chassis.auth import Actor
from chassis.errors import Refused
from chassis.workflow import Step, Workflow
from contracts.feedback import CaseStatus
from services.feedback.domain.workflow import at_its_desk, is_itself

ASKED_AFTER = timedelta(days=1)
"""So long after the end; what is taken up again until then is not asked about."""
LIFETIME = timedelta(days=30)
WORST, BEST = 1, 5
WINDOW = timedelta(hours=1)
MOST_WRONG = 20
"""So many wrong links an address may try within the window."""
SECRET_BYTES = 32
OVER = frozenset({CaseStatus.ANSWERED, CaseStatus.CLOSED})


class SurveyEnded(Refused):
    """The link is unknown, was used, or is over: which, is not said. The try stays on record."""

    code = "survey_ended"
    status = 410
    kept = True


class TooManyLinks(Refused):
    """Too many wrong links from one address; ``detail["seconds"]`` is how long to wait at most."""

    code = "too_many_links"
    status = 429


class SaidAlready(Refused):
    """The customer has said how satisfied he is, and is asked no more."""

    code = "said_already"


def not_said_yet(case: Any, actor: Actor) -> Refused | None:
    """Only while nobody has said it, and of the case that goes on."""
    return is_itself(case, actor) if case.satisfaction is None else SaidAlready()


RATED: Workflow[CaseStatus] = Workflow(
    {
        "rate": Step(
            before={CaseStatus.ANSWERED, CaseStatus.RESOLVED, CaseStatus.CLOSED},
            permission=at_its_desk,
            applies=not_said_yet,
        )
    }
)
"""What the desk notes after a call."""


def is_to_ask(case: Any, email: str) -> bool:
    """Whether the customer of a case is asked: it is over, is itself, nobody has said it, and there is an address."""
    return case.status in OVER and case.merged_into_id is None and case.satisfaction is None and email != ""


def new_token() -> str:
    """256 random bits, as text: a link that nobody can make up."""
    return secrets.token_urlsafe(SECRET_BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token: enough to recognise it, useless to whoever reads it."""
    return hashlib.sha256(token.encode()).hexdigest()


def holds(survey: Any, now: datetime) -> bool:
    """Whether a link still takes an answer."""
    return survey.answered_at is None and now < survey.expires_at
