"""The rig of the fault tests; the long ones run with ``-m faults``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.rig import Rig
from tests.faults.starting import start_rig


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """One rig for all fault tests of a run; each leaves it in order."""
    with start_rig() as opened:
        yield opened
