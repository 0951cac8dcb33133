"""What may happen to which kind of case, in which state, by whom."""

from __future__ import annotations

from uuid import uuid4

import pytest

from contracts.feedback import CaseKind, CaseStatus
from services.feedback.domain.errors import TakenByOther, WrongCaseKind, WrongCaseStatus
from services.feedback.domain.search import pairs
from services.feedback.domain.working import MOVES, after_move

ALLOWED = {
    ("take", CaseKind.COMPLAINT, CaseStatus.OPEN): CaseStatus.TAKEN,
    ("take", CaseKind.FEEDBACK, CaseStatus.OPEN): CaseStatus.TAKEN,
    ("release", CaseKind.COMPLAINT, CaseStatus.TAKEN): CaseStatus.OPEN,
    ("release", CaseKind.FEEDBACK, CaseStatus.TAKEN): CaseStatus.OPEN,
    ("reply", CaseKind.FEEDBACK, CaseStatus.OPEN): CaseStatus.ANSWERED,
    ("reply", CaseKind.FEEDBACK, CaseStatus.TAKEN): CaseStatus.ANSWERED,
    ("resolve", CaseKind.COMPLAINT, CaseStatus.TAKEN): CaseStatus.RESOLVED,
    ("close", CaseKind.COMPLAINT, CaseStatus.RESOLVED): CaseStatus.CLOSED,
    ("reopen", CaseKind.COMPLAINT, CaseStatus.RESOLVED): CaseStatus.OPEN,
    ("reopen", CaseKind.COMPLAINT, CaseStatus.CLOSED): CaseStatus.OPEN,
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("status", CaseStatus)
def test_each_step_is_allowed_exactly_where_the_table_says(name: str, kind: CaseKind, status: CaseStatus) -> None:
    if (name, kind, status) in ALLOWED:
        assert after_move(name, kind, status) is ALLOWED[name, kind, status]
    else:
        with pytest.raises((WrongCaseKind, WrongCaseStatus)):
            after_move(name, kind, status)


@pytest.mark.parametrize(
    ("name", "kind"), [("resolve", CaseKind.COMPLAINT), ("reply", CaseKind.FEEDBACK)], ids=["resolve", "reply"]
)
def test_who_has_taken_a_case_is_the_one_who_ends_it(name: str, kind: CaseKind) -> None:
    holder = uuid4()
    after_move(name, kind, CaseStatus.TAKEN, holder=holder, actor=holder)
    with pytest.raises(TakenByOther):
        after_move(name, kind, CaseStatus.TAKEN, holder=holder, actor=uuid4())


def test_a_colleague_may_release_what_somebody_has_taken() -> None:
    assert after_move("release", CaseKind.COMPLAINT, CaseStatus.TAKEN, holder=uuid4(), actor=uuid4()) is CaseStatus.OPEN


def test_a_text_is_found_by_every_two_neighbouring_characters() -> None:
    assert pairs("送餐 慢A b") == ["ab", "慢a", "送餐", "餐慢"]
    assert pairs("慢") == []
