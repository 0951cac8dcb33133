"""The activity service."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chassis.testing.service import ServiceUnderTest


@pytest.fixture
def service(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The activity service on a fresh database."""
    return start_service("activity")
