"""A pair that is likely one is told apart once, by whoever reads customers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import WrongStatus
from contracts.customer import PairStatus
from contracts.permissions import Permission
from services.customer.merging.domain.workflow import PAIR

READER = Actor(id=uuid4(), name="somebody", permissions={Permission.CUSTOMER_READ: Scope.OWN})


@dataclass(frozen=True)
class Known:
    status: PairStatus


def test_an_open_pair_is_told_apart() -> None:
    assert PAIR.after("differ", Known(PairStatus.OPEN), READER) is PairStatus.DIFFERENT


@pytest.mark.parametrize("status", [PairStatus.DIFFERENT, PairStatus.MERGED])
def test_what_was_decided_stays(status: PairStatus) -> None:
    assert PAIR.actions(Known(status), READER) == []
    with pytest.raises(WrongStatus):
        PAIR.after("differ", Known(status), READER)
