"""The company of the matrix, once for all its tests."""

from __future__ import annotations

import pytest

from ops.demo.api_client import ApiClient
from tests.access.fixtures import build
from tests.access.scenario import Scenario
from tests.support.fleet import Fleet


@pytest.fixture(scope="session")
def scenario(fleet: Fleet, admin: ApiClient) -> Scenario:
    """Everybody and everything that the matrix asks about."""
    return build(fleet, admin)
