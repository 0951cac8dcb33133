"""Who is looking at the pages.

The browser's cookie keeps the secret of a session that the auth service holds. Access tokens never reach the browser:
they are kept here, in the memory of the process, for as long as they hold, and renewed from the session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from chassis.client import ServiceError
from chassis.logs import get_logger
from gateway.clients import Record, client, hurried
from gateway.clients.generated import auth
from gateway.token_cache import ASKING_SECONDS, Held, TokenCache, usable_until

log = get_logger(__name__)
CONFIRMED_FOR = 1.0  # seconds for which a page believes what it was told last of what the person may
CONFIRMING = 1.0  # seconds that a page waits for that; without it what is known goes on
_OPEN: set[str] = {
    "static",
    "satisfaction.open_link",
    "satisfaction.ask",
    "satisfaction.answer",
    "sign_in.page",
    "sign_in.enter",
    "sign_in.second",
    "sign_in.prove",
    "oidc.begin",
    "oidc.callback",
    "passkey.begin",
    "passkey.enter",
    "passkey.prove",
    "password.open_link",
    "password.choose",
    "password.use",
    "password.forgotten",
    "password.ask",
    "healthz",
    "security_contact",
    "metrics",
    "docs",
    "openapi",
    "language.choose",
}
_UNATTENDED = {"notices.bell"}
"""What an open page asks for by itself, time and again. It keeps no session open, and takes nobody anywhere."""


_FIRST = {
    "password_change_required": ("own.choose_password", {"own.choose_password", "own.choose_password_password"}),
    "second_factor_setup_required": (
        "own.second_factor",
        {
            "own.second_factor",
            "own.second_factor_set-up-totp",
            "own.confirm_totp",
            "own.second_factor_add-passkey",
            "own.add_passkey",
        },
    ),
}
"""What somebody has to do before anything else -> the page that leads there, and what is open until then."""


@dataclass(frozen=True)
class SignedIn(Held):
    """A signed-in person and the token that says so to the services; ``confirmed``: when it was asked last whether that
    still holds, on the monotonic clock. ``unattended``: the token was renewed for a page that asked by itself."""

    person: Record
    confirmed: float
    unattended: bool = False


class Sessions:
    """Tokens by session secret, the ones used last. Thread-safe."""

    def __init__(self) -> None:
        self._cache: TokenCache[SignedIn] = TokenCache()
        self.drop = self._cache.drop

    def keep(self, secret: str, answer: Any) -> SignedIn:
        """Remember what the auth service gave for a session."""
        return self._cache.keep(secret, _signed_in(answer))

    def get(self, secret: str, *, unattended: bool = False) -> SignedIn:
        """Who is signed in by a session, with a token that holds; ServiceError 401 when the session has ended. The
        first one asked for by somebody after unattended ones renews the token: the session is in use."""
        signed_in = self._cache.get(secret)
        if signed_in is not None and (unattended or not signed_in.unattended):
            return signed_in
        ended = signed_in.token if signed_in else ""
        return self._renewed(secret, ended, unattended=unattended)  # a page's panels ask together: renewed once

    def confirmed(self, secret: str) -> SignedIn:
        """Who is signed in by a session at this moment: what the person may is asked once a second at most. While
        nobody answers, what is known goes on; the services look at the token themselves."""
        signed_in = self.get(secret)
        if signed_in.confirmed > monotonic() - CONFIRMED_FOR or client("auth").silent():
            return signed_in
        try:
            g.signed_in = signed_in
            with hurried(CONFIRMING):
                auth.confirm_access()  # as every call does it, this renews a token that has ended
        except ServiceError as error:
            if error.status == 401:
                raise
            log.warning("session_not_confirmed", code=error.code)
        return self._cache.keep(secret, replace(g.signed_in, confirmed=monotonic()))

    def renew(self, secret: str, ended: SignedIn) -> SignedIn:
        """Who is signed in, with another token than the one that has ended; ServiceError 401 when the session has ended
        too."""
        return self._renewed(secret, ended.token, unattended=ended.unattended)

    def _renewed(self, secret: str, ended: str, *, unattended: bool) -> SignedIn:
        def ask() -> SignedIn:
            with hurried(ASKING_SECONDS):
                if unattended:
                    return _signed_in(auth.renew_token({"session": secret, "unattended": True}), unattended=True)
                return _signed_in(auth.renew_token({"session": secret}))

        return self._cache.get_or_ask(secret, ask, ended=ended)


def _signed_in(answer: Any, *, unattended: bool = False) -> SignedIn:
    """What an answer of the auth service says of who is signed in."""
    until = usable_until(answer["expires_in"])
    return SignedIn(answer["access_token"], until, answer["staff"], monotonic(), unattended)


def register_sessions(app: Flask) -> None:
    """Every page needs a person who has signed in, except the few that are named open."""
    sessions = Sessions()
    app.extensions["sessions"] = sessions

    @app.before_request
    def recognise() -> BaseResponse | None:
        g.signed_in = None
        if request.endpoint is None or request.endpoint in _OPEN:
            return None
        secret = session.get("session")
        unattended = request.endpoint in _UNATTENDED and "HX-Request" in request.headers
        if not secret:
            return BaseResponse(status=204) if unattended else to_sign_in()
        try:
            whole_page = request.method == "GET" and "HX-Request" not in request.headers
            if unattended or not whole_page:
                g.signed_in = sessions.get(secret, unattended=unattended)
            else:
                g.signed_in = sessions.confirmed(secret)
        except ServiceError as error:
            if unattended:
                return BaseResponse(status=204)
            if error.status != 401:
                raise
            return to_sign_in()
        limit = limited()
        if limit and unattended:
            return BaseResponse(status=204)
        if limit and request.endpoint != "sign_in.leave":
            leads_to, open_ones = _FIRST[limit]
            if request.endpoint not in open_ones:
                return elsewhere(url_for(leads_to))
        return None

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"person": person(), "may": may, "reaches": reaches}


def forget_token() -> None:
    """The token of who is signed in no longer says what is true: another is asked for at the next request."""
    current_app.extensions["sessions"].drop(session["session"], token=g.signed_in.token)


def to_sign_in() -> BaseResponse:
    """To the sign-in page, and from there back to where the person was. A sign-in that is half done goes on."""
    if "session" in session:
        forget()
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if "HX-Request" in request.headers:
        asked_from = request.headers.get("HX-Current-URL", "")
        here = safe_next(asked_from.removeprefix(request.host_url.rstrip("/")))
        return elsewhere(url_for("sign_in.page", next=here))
    return elsewhere(url_for("sign_in.page", next=here if here != "/" else None))


def elsewhere(address: str) -> BaseResponse:
    """Send the browser to another page; a fragment's request takes the whole page there."""
    if "HX-Request" not in request.headers:
        return redirect(address, 303)
    answer = BaseResponse(status=204)
    answer.headers["HX-Redirect"] = address
    return answer


def person() -> Record | None:
    """The person signed in."""
    signed_in: SignedIn | None = g.get("signed_in")
    return signed_in.person if signed_in else None


def limited() -> str:
    """What the person has to do before anything else; '' when nothing."""
    someone = person() or {}
    limit = str(someone.get("limited") or "")
    return limit if limit in _FIRST else "password_change_required" if someone.get("must_change_password") else ""


def may(*permissions: str) -> bool:
    """Whether the person has any of these permissions: what is shown. What is allowed, the services decide."""
    someone = person()
    return someone is not None and any(permission in someone["permissions"] for permission in permissions)


def reaches(permission: str, *owners: str | None) -> bool:
    """Whether the permission reaches a record of one of these owners: what is shown. A department's reach is only
    known to the services; it is shown, and they may still refuse."""
    someone = person()
    scope = someone["permissions"].get(permission) if someone else None
    return scope in {"all", "department"} or (scope == "own" and someone is not None and someone["id"] in owners)


def forget() -> None:
    """Forget the session of this browser; its language stays."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def safe_next(target: str | None, *, signing_in: bool = False) -> str:
    """Where to go next: a path of our own, or home. Back to the sign-in page only while ``signing_in``."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if target.startswith("/sign-") and not (signing_in and target.startswith("/sign-in")):
        return "/"
    if any(ord(letter) < 32 or letter == "\\" for letter in target):
        return "/"
    return target
