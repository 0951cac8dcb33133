"""The state of each service, as it tells it itself."""

from __future__ import annotations

from gateway.clients import Record, ask


def state(service: str) -> Record:
    """Subscriptions, cursors, jobs and letters of a service."""
    answer: Record = ask(service, "GET", f"/v1/system/{service}")
    return answer
