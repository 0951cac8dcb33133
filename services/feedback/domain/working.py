"""How a case is worked on: what may happen to which kind, in which state, by whom.

A complaint: open -> taken -> resolved -> closed; resolved or closed -> open again. Feedback: open or taken ->
answered, which is its end. Who has taken a case is the one who answers or resolves it; a colleague of the same desk
may release it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from contracts.feedback import CaseKind, CaseStatus
from services.feedback.domain.errors import TakenByOther, WrongCaseKind, WrongCaseStatus

BOTH = frozenset(CaseKind)
COMPLAINT = frozenset({CaseKind.COMPLAINT})
FEEDBACK = frozenset({CaseKind.FEEDBACK})


@dataclass(frozen=True)
class Move:
    """What a step asks for and where it leads. ``by_holder``: nobody but who has taken the case, if anybody has."""

    kinds: frozenset[CaseKind]
    before: frozenset[CaseStatus]
    after: CaseStatus
    by_holder: bool = False


MOVES = {
    "take": Move(BOTH, frozenset({CaseStatus.OPEN}), CaseStatus.TAKEN),
    "release": Move(BOTH, frozenset({CaseStatus.TAKEN}), CaseStatus.OPEN),
    "reply": Move(FEEDBACK, frozenset({CaseStatus.OPEN, CaseStatus.TAKEN}), CaseStatus.ANSWERED, by_holder=True),
    "resolve": Move(COMPLAINT, frozenset({CaseStatus.TAKEN}), CaseStatus.RESOLVED, by_holder=True),
    "reopen": Move(COMPLAINT, frozenset({CaseStatus.RESOLVED, CaseStatus.CLOSED}), CaseStatus.OPEN),
    "close": Move(COMPLAINT, frozenset({CaseStatus.RESOLVED}), CaseStatus.CLOSED),
}


def after_move(
    name: str, kind: CaseKind, status: CaseStatus, *, holder: UUID | None = None, actor: UUID | None = None
) -> CaseStatus:
    """The state after a step. Raises WrongCaseKind, WrongCaseStatus or TakenByOther."""
    move = MOVES[name]
    if kind not in move.kinds:
        raise WrongCaseKind(kind=kind.value, move=name)
    if status not in move.before:
        raise WrongCaseStatus(status=status.value, move=name)
    if move.by_holder and holder is not None and holder != actor:
        raise TakenByOther()
    return move.after
