"""A look at somebody else's customer: until when it can be decided, by whom, and until when it is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chassis.db import new_id
from services.customer.domain.errors import SamePerson, WrongStatus
from services.customer.domain.viewing import PATIENCE, ViewStatus, require_decidable, standing

ASKED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
UNTIL = ASKED + timedelta(days=3)
MOMENT = timedelta(microseconds=1)
ASKER, DECIDER = new_id(), new_id()


@pytest.mark.parametrize(
    ("now", "status"),
    [(ASKED + PATIENCE - MOMENT, "waiting"), (ASKED + PATIENCE, "lapsed"), (ASKED + PATIENCE + MOMENT, "lapsed")],
)
def test_a_request_that_nobody_decides_lapses_after_fourteen_days(now: datetime, status: str) -> None:
    assert timedelta(days=14) == PATIENCE
    assert standing("waiting", ASKED, None, now) == status


@pytest.mark.parametrize(("now", "status"), [(UNTIL - MOMENT, "approved"), (UNTIL, "ended"), (UNTIL + MOMENT, "ended")])
def test_what_is_open_ends_by_its_own_time(now: datetime, status: str) -> None:
    assert standing("approved", ASKED, UNTIL, now) == status


def test_time_changes_nothing_of_what_is_over() -> None:
    late = ASKED + 10 * PATIENCE
    for status in ("refused", "ended", "lapsed"):
        assert standing(status, ASKED, UNTIL, late) == status


def test_an_approved_request_does_not_lapse() -> None:
    late = ASKED + 2 * PATIENCE
    assert standing("approved", ASKED, late + MOMENT, late) == "approved"


def test_somebody_else_decides_once() -> None:
    require_decidable(ViewStatus.WAITING, ASKER, DECIDER)
    for decided in set(ViewStatus) - {ViewStatus.WAITING}:
        with pytest.raises(WrongStatus):
            require_decidable(decided, ASKER, DECIDER)


@pytest.mark.parametrize("decider", [ASKER, None])
def test_nobody_decides_an_own_request_and_no_machine_any(decider: object) -> None:
    with pytest.raises(SamePerson):
        require_decidable(ViewStatus.WAITING, ASKER, decider)  # type: ignore[arg-type]
