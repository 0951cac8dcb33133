"""Signing in through the company's provider, at the auth service; and whom it knows as whom."""

from __future__ import annotations

from typing import Any

from gateway.clients import Record, ask
from gateway.clients.auth import public, user_agent


def begin() -> Record:
    """Where the browser goes, and the sealed flow it keeps: ``{address, flow}``."""
    return public("/v1/auth/oidc/begin", {})


def complete(flow: str, said: Record) -> Record:
    """Sign in with what the provider said; answers as ``auth.open_session`` does."""
    return public("/v1/auth/oidc/complete", {"flow": flow, **said, "user_agent": user_agent()})


def links_of(staff_id: Any) -> list[Record]:
    """As whom the provider knows somebody, for the administrator."""
    answer: Record = ask("auth", "GET", f"/v1/staff/{staff_id}/provider-links")
    return list(answer["items"])


def end_link(staff_id: Any, id: Any) -> None:
    ask("auth", "POST", f"/v1/staff/{staff_id}/provider-links/{id}/end", body={})
