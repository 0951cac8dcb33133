"""What is typed to sign in."""

from __future__ import annotations

from flask import request, session
from flask_babel import lazy_gettext as _l

from gateway.clients.generated import auth
from gateway.devices import user_agent
from gateway.mechanism.form import Field, Form

NEXT = Field("next", look="hidden", sent=False)
BROWSER = Field("user_agent", look="none", read=user_agent)
UNSPELLED = {"autocapitalize": "none", "spellcheck": "false"}

ENTER = Form(
    auth.open_session,
    (
        NEXT,
        Field("username", html={"autocomplete": "username", "autofocus": True, **UNSPELLED}),
        Field(
            "password",
            _l("Password"),
            look="password",
            html={"autocomplete": "current-password"},
            read=lambda: request.form.get("password", ""),
        ),
        BROWSER,
    ),
)
PROVE = Form(
    auth.open_session_with_second_factor,
    (
        Field("challenge", look="none", read=lambda: session["proof"]["challenge"]),
        Field("code", html=UNSPELLED),
        BROWSER,
    ),
)
PASSKEY = Form(None, (NEXT,))
"""A passkey alone: the script of the page fills in what it has signed."""

SECOND_PASSKEY = Form(None, (Field("options", look="hidden"),))
