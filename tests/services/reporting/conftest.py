"""The reporting service, the people who use it, and news as others would tell it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.reporting.scenario import CLERK, MANAGER, Business, Cases


@pytest.fixture
def service(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The reporting service on a fresh database."""
    return start_service("reporting")


@pytest.fixture
def manager(service: ServiceUnderTest) -> Caller:
    """The customer manager."""
    return service.person("赵敏", MANAGER, roles=("customer_manager",))


@pytest.fixture
def clerk(service: ServiceUnderTest) -> Caller:
    """Somebody of customer service."""
    return service.person("王芳", CLERK, roles=("service",))


@pytest.fixture
def business(service: ServiceUnderTest) -> Business:
    """What the customer service tells."""
    return Business(service)


@pytest.fixture
def cases(service: ServiceUnderTest) -> Cases:
    """What the feedback service tells."""
    return Cases(service)
