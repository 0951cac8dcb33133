"""A password that is set by a link: asked for, and used. Nobody is signed in for it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from gateway.by_link import opened_by_link
from gateway.clients.generated import auth
from gateway.forms import text
from gateway.mechanism.form import Field, Form
from gateway.mechanism.sent import perform
from gateway.pages.own.fields import password
from gateway.pages.sign_in.forms import BROWSER, UNSPELLED
from gateway.render import Failure, go, refused, show

page = Blueprint("password", __name__, url_prefix="/sign-in", template_folder="templates")
ANSWERED = frozenset({422, 429})

TOKEN = opened_by_link(page, "/password/open", kept_as="password_link", shows=".choose")
LOOK = Form(auth.look_at_password_link, (TOKEN, BROWSER))
USE = Form(
    auth.use_password_link,
    (TOKEN, password("new", new=True, hint=_l("At least 10 characters; longer is better than stranger.")), BROWSER),
)
ASK = Form(
    auth.ask_for_password_link,
    (
        Field("login", _l("User name or e-mail"), html={"autocomplete": "username", "autofocus": True, **UNSPELLED}),
        BROWSER,
    ),
)


@page.get("/password", endpoint="choose")
def look() -> BaseResponse:
    """The page to set the password, for whom the link is."""
    return use_form(None)


@page.post("/password")
def use() -> BaseResponse:
    """Set it. Whoever did signs in with it then: a second factor is still asked for."""
    try:
        perform(auth.use_password_link, USE.sent())
    except ServiceError as error:
        if error.status in ANSWERED:
            return use_form(refused("password", error))
        return ended(error)
    del session["password_link"]
    return go(url_for("sign_in.page"), _("Your password is set. Sign in with it now."))


@page.get("/forgotten", endpoint="forgotten")
def ask_form() -> BaseResponse:
    """Where one asks for a link."""
    return show_ask(None)


@page.post("/forgotten")
def ask() -> BaseResponse:
    """Ask; what is said is the same whether or not there is such an account."""
    try:
        perform(auth.ask_for_password_link, ASK.sent())
    except ServiceError as error:
        if error.status not in ANSWERED:
            raise
        return show_ask(refused("forgotten", error))
    return show("sign_in/asked.html")


def show_ask(failure: Failure | None) -> Response:
    """The form, with what stood in the one before."""
    form = ASK.drawn(
        url_for(".ask"),
        "forgotten",
        failure=failure,
        values={"login": text("login") or request.args.get("login", "")},
        submit=_l("Send me a link"),
    )
    return show("sign_in/forgotten.html", failure=failure, form=form)


def use_form(failure: Failure | None) -> BaseResponse:
    """The form, as long as the link holds."""
    if not session.get("password_link"):
        return redirect(url_for(".forgotten"), 303)
    try:
        owner = perform(auth.look_at_password_link, LOOK.sent())
    except ServiceError as error:
        return ended(error)
    form = USE.drawn(url_for(".use"), "password", failure=failure, submit=_l("Set the password"))
    return show("sign_in/password.html", failure=failure, form=form, owner=owner)


def ended(error: ServiceError) -> BaseResponse:
    """The link is good no more: from here another one is asked for."""
    if error.status not in {410, 429}:
        raise error
    session.pop("password_link", None)
    return show("sign_in/ended.html", failure=refused("password", error))
