"""The company of the matrix, once for all its tests."""

from __future__ import annotations

import pytest

from ops.demo.door import Door
from tests.access.company import World
from tests.access.world import build
from tests.fleet import Fleet


@pytest.fixture(scope="session")
def world(fleet: Fleet, admin: Door) -> World:
    """Everybody and everything that the matrix asks about."""
    return build(fleet, admin)
