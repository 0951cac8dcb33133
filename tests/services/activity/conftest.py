"""The activity service, and a house whose people it tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chassis.testing.service import ServiceUnderTest
from tests.services.activity.scenario import House


@pytest.fixture
def service(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The activity service on a fresh database."""
    return start_service("activity")


@pytest.fixture
def house(service: ServiceUnderTest) -> House:
    """Departments, people, roles and news."""
    return House(service)
