"""The theatre of the fault tests; the long ones run with ``-m faults``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.opening import open_theatre
from tests.faults.theatre import Theatre


@pytest.fixture(scope="session")
def theatre() -> Iterator[Theatre]:
    """One theatre for all fault tests of a run; each leaves it in order."""
    with open_theatre() as opened:
        yield opened
