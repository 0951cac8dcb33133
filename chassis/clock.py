"""What time it is. Whatever is built is given a clock; only here is the machine's own asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers this moment, in UTC."""


def utc_now() -> datetime:
    """This moment by the machine's clock."""
    return datetime.now(UTC)
