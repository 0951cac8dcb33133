"""Pages that a link of an email leads to, and that nobody is signed in for.

The link's address has its token as the query, which no log of ours keeps; the page itself has another address, so that
the token stands in no history and goes nowhere with what the page loads. Opening the page uses nothing up.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.wrappers import Response as BaseResponse

from gateway.mechanism.form import Field

LONGEST_TOKEN = 200


def opened_by_link(page: Blueprint, path: str, *, kept_as: str, shows: str) -> Field:
    """Have a section's pages say nothing of where they were opened from, and lead from ``path``, the link's address,
    to the endpoint ``shows``. Returns the field that sends the token, which the session keeps as ``kept_as``."""
    page.before_request(_no_forgery)
    page.after_request(_no_referrer)

    def open_link() -> BaseResponse:
        session[kept_as] = request.args.get("token", "")[:LONGEST_TOKEN]
        return redirect(url_for(shows), 303)

    page.add_url_rule(path, "open_link", open_link)
    return Field("token", look="none", read=lambda: session.get(kept_as, ""))


def _no_forgery() -> None:
    """The usual check asks under https where a request came from, which these pages do not say; the secret of the form
    is checked all the same. Raises CSRFError."""
    if request.method == "POST":
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValueError as error:
            raise CSRFError(str(error)) from None


def _no_referrer(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
