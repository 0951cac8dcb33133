"""Who is asked how satisfied he is, and how long the link is good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from contracts.feedback import CaseStatus, Desk
from contracts.permissions import Permission
from services.feedback.domain.errors import MergedAway
from services.feedback.satisfaction.domain.rules import (
    LIFETIME,
    RATED,
    SaidAlready,
    holds,
    is_to_ask,
    new_token,
    token_hash,
)

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
AGENT = Actor(id=uuid4(), name="王芳", permissions={Permission.CASE_HANDLE: Scope.ALL})


def case(status: CaseStatus = CaseStatus.CLOSED, **values: Any) -> Any:
    values = {"merged_into_id": None, "satisfaction": None, "desk": Desk.SERVICE, **values}
    return SimpleNamespace(status=status, **values)


@pytest.mark.parametrize("status", list(CaseStatus))
def test_only_what_is_over_is_asked_about(status: CaseStatus) -> None:
    assert is_to_ask(case(status), "a@example.com") is (status in (CaseStatus.ANSWERED, CaseStatus.CLOSED))


def test_nobody_is_asked_twice_or_without_an_address_or_about_a_merged_case() -> None:
    assert not is_to_ask(case(satisfaction=3), "a@example.com")
    assert not is_to_ask(case(merged_into_id=uuid4()), "a@example.com")
    assert not is_to_ask(case(), "")


def test_a_link_takes_one_answer_until_its_end() -> None:
    fresh = SimpleNamespace(answered_at=None, expires_at=NOW + LIFETIME)
    assert holds(fresh, NOW + LIFETIME - timedelta(seconds=1))
    assert not holds(fresh, NOW + LIFETIME)
    assert not holds(SimpleNamespace(answered_at=NOW, expires_at=NOW + LIFETIME), NOW)


def test_a_token_is_made_up_by_nobody_and_its_hash_does_not_give_it_away() -> None:
    token = new_token()
    assert len(token) >= 43
    assert token != new_token()
    assert token not in token_hash(token)
    assert token_hash(token) == token_hash(token) != token_hash(new_token())


def test_the_desk_notes_it_once_after_the_end() -> None:
    assert RATED.actions(case(CaseStatus.RESOLVED), AGENT) == ["rate"]
    assert RATED.actions(case(CaseStatus.TAKEN), AGENT) == []
    with pytest.raises(SaidAlready):
        RATED.after("rate", case(satisfaction=5), AGENT)
    with pytest.raises(MergedAway):
        RATED.after("rate", case(merged_into_id=uuid4()), AGENT)
