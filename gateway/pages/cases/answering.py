"""The answer to a customer: begun from a template, shown as the email that it becomes, sent or noted as told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import feedback
from gateway.forms import text
from gateway.mechanism.form import DrawnForm, Field, Form
from gateway.mechanism.sent import perform
from gateway.pages.cases.views import page
from gateway.render import Failure, attempt, go, show
from gateway.words import CHOICES, label

EMAIL = "email"


def by_mail() -> bool:
    """Whether it is to be mailed."""
    return text("channel") == EMAIL


def ends() -> bool:
    """Whether it is the reply that ends feedback."""
    return text("ends") == "yes"


WRITTEN = (Field("subject", _l("Subject"), html={"maxlength": 120}), Field("text", look="textarea", html={"rows": 12}))
FIELDS = (Field("channel", _l("How the customer is told"), look="select"), *WRITTEN)
ENDS = Field("ends", _l("This answer ends the case"), look="check", sent=False)
MUST_END = Field("ends", look="hidden", value="yes", sent=False)
ANSWER = Form(feedback.answer_customer, (*FIELDS, ENDS))
LAST = Form(feedback.answer_customer, (*FIELDS, MUST_END))
SHOWN = Form(feedback.show_email, (*WRITTEN, Field("ends", look="none", read=ends)))
REPLY = Form(
    feedback.reply_to_case,
    (
        Field("text"),
        Field("mail", look="none", read=by_mail),
        Field("told", look="none", read=lambda: None if by_mail() else text("channel") or None),
    ),
)
SENT = Form(
    feedback.answer_customer,
    tuple(Field(name, look="hidden", sent=False) for name in ("channel", "subject", "text", "ends", "seen")),
)


@page.get("/<uuid:id>/answer")
def answer(id: UUID) -> Response:
    """The form of an answer, begun from the template of the address."""
    return _form(id)


@page.post("/<uuid:id>/answer")
def send(id: UUID) -> BaseResponse:
    """A mail is shown before it goes; all else is noted as told. Of what happened, what the answer says is said."""
    if by_mail() and text("seen") != "yes":
        email = attempt("answer", lambda: perform(feedback.show_email, SHOWN.sent(), id=id))
        return _form(id, email) if isinstance(email, Failure) else _email(id, email)
    form = REPLY if ends() else ANSWER
    done = attempt("answer", lambda: perform(form.operation or feedback.answer_customer, form.sent(), id=id))
    return _form(id, done) if isinstance(done, Failure) else go(url_for(".detail", id=id), said_of(done))


def said_of(case: Any) -> str:
    """What truly happened, in words."""
    told = case["told_by"]
    if told == EMAIL:
        return str(_("The answer is on its way by email."))
    if told:
        return str(_("Noted: the customer was told (%(channel)s).", channel=label("channel", told)))
    return str(_("Answered. The customer has not been told: no email was sent."))


def _form(id: UUID, failure: Failure | None = None) -> Response:
    asked = {name: request.args.get(name, "") for name in ("template_id", "language")}
    draft: Any = feedback.begin_answer(id, template_id=asked["template_id"] or None, language=asked["language"] or None)
    may_go_on, may_end = "answer" in draft["actions"], "reply" in draft["actions"]
    form = (ANSWER if may_go_on else LAST).drawn(
        url_for(".send", id=id),
        "answer",
        values={"subject": draft["subject"], "text": draft["text"]},
        pairs={"channel": list(ways(draft["to"], may_end))},
        failure=failure,
        leave_out=() if may_end else ("ends",),
        version=draft["version"],
        target="#email",
        submit=_l("Go on"),
        icon="arrow-right",
    )
    response = show(
        "cases/answer.html", fragment="cases/_answer.html", failure=failure, draft=draft, form=form, asked=asked
    )
    if failure is not None:
        response.headers.update({"HX-Retarget": "#answer", "HX-Reswap": "innerHTML"})
    return response


def ways(address: str, may_end: bool) -> Any:
    """How the customer can be told: by mail only where an address is known."""
    if address:
        yield EMAIL, _("By email to %(address)s", address=address)
    for channel, words in CHOICES["channel"].items():
        if channel != EMAIL:
            yield channel, _("Told already: %(channel)s", channel=words)
    if may_end:
        yield "", _("Not told yet")


def _email(id: UUID, email: Any) -> Response:
    kept = {name: request.form.get(name, "") for name in ("channel", "subject", "text", "ends")}
    form: DrawnForm = SENT.drawn(
        url_for(".send", id=id),
        "send",
        values={**kept, "seen": "yes"},
        version=text("version"),
        target="#email",
        submit=_l("Send this email"),
        icon="send",
    )
    return show("cases/email.html", fragment="cases/_email.html", id=id, email=email, form=form)
