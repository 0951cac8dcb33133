"""The person's own data and password, and where they are signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.mechanism.form import Field
from gateway.mechanism.page import Page
from gateway.pages.own.fields import password
from gateway.pages.staff.lists import SESSIONS, TRIED
from gateway.sessions import forget_token

page = Blueprint("own", __name__, url_prefix="/own", template_folder="templates")


def after_change(endpoint: str) -> Any:
    """Where one goes with the new password; the token said what was true of the old one."""

    def see(_answer: Any) -> str:
        forget_token()
        return url_for(endpoint)

    return see


own = Page(page, "own/page.html", load=lambda: {"me": auth.read_me()}, endpoint="page")
own.adds(
    "own",
    auth.change_me,
    record="me",
    clears=True,
    said=_l("Changed."),
    title=_l("Save"),
    fields=(Field("email", look="email"), Field("phone", look="tel"), Field("address")),
)
own.adds(
    "password",
    auth.change_password,
    path="/password",
    see=after_change("own.page"),
    said=_l("Your password is changed."),
    title=_l("Change the password"),
    fields=(password("old"), password("new", new=True)),
)

choosing = Page(page, "own/choose.html", load=dict, path="/password", endpoint="choose_password")
"""The one page of somebody whose password was made by somebody else."""
choosing.adds(
    "password",
    auth.change_password,
    path="/password/choose",
    see=after_change("home.page"),
    said=_l("Your password is changed."),
    title=_l("Save"),
    fields=(
        password("old"),
        password("new", new=True, hint=_l("At least 10 characters; longer is better than stranger.")),
    ),
)


def sessions_and_tries() -> Record:
    """Where the person is signed in, and what was tried under their name."""
    return {
        "found": auth.list_own_sessions()["items"],
        "sessions": SESSIONS,
        "tried": auth.list_own_sign_ins(after=request.args.get("after"), limit=20),
        "tries": TRIED,
    }


sessions = Page(page, "own/sessions.html", load=sessions_and_tries, path="/sessions", endpoint="sessions")
sessions.command("end", auth.end_own_session, said=_l("Ended."), title=_l("End"), tone="btn-sm")
sessions.adds(
    "end",
    auth.end_own_sessions,
    path="/sessions/end",
    said=_l("All the others are ended."),
    title=_l("End all the others"),
    tone="btn-sm",
    confirm=_l("End all the others?"),
    fields=(Field("this_too", look="none", read=lambda: False),),
)
