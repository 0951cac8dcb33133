"""The people of these tests: what the fixtures ``hire`` and ``caller`` are, and everybody's password."""

from __future__ import annotations

from collections.abc import Callable

from chassis.testing.service import Caller
from services.auth.store.models import Staff

Hire = Callable[..., Staff]
As = Callable[[Staff], Caller]
PASSWORD = "Correct-Horse-7"
"""Everybody's password in these tests."""
