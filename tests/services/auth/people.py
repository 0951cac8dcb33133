"""What the fixtures ``hire`` and ``caller`` are, for the types of tests."""

from __future__ import annotations

from collections.abc import Callable

from chassis.testing.service import Caller
from services.auth.store.models import Staff

Hire = Callable[..., Staff]
As = Callable[[Staff], Caller]
