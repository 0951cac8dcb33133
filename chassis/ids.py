"""Identifiers that are no business codes."""

from __future__ import annotations

import secrets


def new_request_id() -> str:
    """The id that ties together the log lines of one request through services and tasks."""
    return secrets.token_hex(8)
