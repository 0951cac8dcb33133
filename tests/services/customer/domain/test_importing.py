"""What a person may do with an import, and when."""

from __future__ import annotations

import pytest

from services.customer.domain.errors import WrongStatus
from services.customer.domain.importing import FileProblem, ImportStatus, UnreadableFile, after_move

S = ImportStatus
ALLOWED = {
    "map": ({S.MAPPED}, S.MAPPED),
    "start": ({S.MAPPED}, S.RUNNING),
    "approve": ({S.WAITING_CHECK}, S.CHECKING),
    "return": ({S.WAITING_CHECK}, S.TAKING_BACK),
    "take_back": ({S.MAPPED, S.WAITING_CHECK, S.DONE, S.FAILED}, S.TAKING_BACK),
}


@pytest.mark.parametrize("move", ALLOWED)
@pytest.mark.parametrize("status", ImportStatus)
def test_a_move_is_open_in_its_states_and_in_no_other(move: str, status: ImportStatus) -> None:
    before, after = ALLOWED[move]
    if status in before:
        assert after_move(move, status) is after
    else:
        with pytest.raises(WrongStatus) as refused:
            after_move(move, status)
        assert refused.value.detail["status"] == status.value


def test_a_file_that_cannot_be_read_says_where() -> None:
    error = UnreadableFile(FileProblem.CELL_TOO_LARGE, row=3, column="x")
    assert (str(error), error.place) == ("cell_too_large", {"row": 3, "column": "x"})
