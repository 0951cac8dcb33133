"""Passkeys at the auth service: one's own, and signing in with them."""

from __future__ import annotations

from typing import Any

from gateway.clients import Record, ask
from gateway.clients.auth import public, user_agent

MINE = "/v1/me/second-factor/passkeys"


def begin(password: str) -> Record:
    """What the browser is asked to make a passkey with: ``{challenge, options}``."""
    answer: Record = ask("auth", "POST", MINE, body={"password": password})
    return answer


def add(made: Record) -> list[str]:
    """Keep what the browser has made; the recovery codes if there are new ones: they can be read here and never
    again."""
    answer: Record = ask("auth", "POST", f"{MINE}/confirm", body=made)
    return list(answer["recovery_codes"])


def rename(id: Any, name: str, *, version: str) -> None:
    ask("auth", "PATCH", f"{MINE}/{id}", body={"name": name}, version=version)


def end(id: Any, password: str) -> None:
    ask("auth", "POST", f"{MINE}/{id}/end", body={"password": password})


def ask_alone() -> Record:
    """What the browser of somebody unknown is asked: ``{challenge, options}``."""
    return public("/v1/auth/sessions/passkey/begin", {"user_agent": user_agent()})


def open_session_alone(challenge: str, signed: Record) -> Record:
    """Sign in with nothing but a passkey; answers as ``auth.open_session`` does."""
    return public("/v1/auth/sessions/passkey", {"challenge": challenge, **signed, "user_agent": user_agent()})


def ask_second(challenge: str) -> Record:
    """What the browser of somebody whose password was right is asked: ``{challenge, options}``."""
    return public("/v1/auth/sessions/second-factor/passkey/begin", {"challenge": challenge})


def open_session_second(challenge: str, signed: Record) -> Record:
    """The second step of a sign-in; answers as ``auth.open_session`` does."""
    body = {"challenge": challenge, **signed, "user_agent": user_agent()}
    return public("/v1/auth/sessions/second-factor/passkey", body)
