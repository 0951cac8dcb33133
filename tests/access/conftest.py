"""The company of the matrix, once for all its tests."""

from __future__ import annotations

import pytest

from ops.demo.door import Door
from tests.access.fixtures import build
from tests.access.scenario import Scenario
from tests.support.fleet import Fleet


@pytest.fixture(scope="session")
def scenario(fleet: Fleet, admin: Door) -> Scenario:
    """Everybody and everything that the matrix asks about."""
    return build(fleet, admin)
