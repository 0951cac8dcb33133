"""The choice of language; it is kept in the cookie."""

from __future__ import annotations

from flask import Blueprint, redirect, session
from werkzeug.wrappers import Response as BaseResponse

from gateway.forms import text
from gateway.i18n import LANGUAGES
from gateway.sessions import safe_next

page = Blueprint("language", __name__)


@page.post("/language")
def choose() -> BaseResponse:
    """Show the pages in another language from now on."""
    if text("language") in LANGUAGES:
        session["language"] = text("language")
    return redirect(safe_next(text("next"), signing_in=True), 303)
