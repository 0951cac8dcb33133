"""No active customer has a core value that was not approved by somebody who neither wrote nor changed it, whatever way
people go: entering, editing, files, checks, taking back, disabling and enabling, in any order. A longer run is a change
of the two numbers here.
"""

from __future__ import annotations

import pytest

from chassis.testing.service import ServiceUnderTest
from tests.services.customer.walking import Walk

WALKS, STEPS = 3, 120


@pytest.mark.parametrize("seed", range(WALKS))
def test_only_what_somebody_else_has_checked_counts_whatever_way_people_go(
    service: ServiceUnderTest, seed: int
) -> None:
    walk = Walk.begin(service, seed)
    walk.go(STEPS)
    assert sum("approve" in line and line.endswith("-> 200 ") for line in walk.log) > 0, "the walk has met nothing"
