"""Why a file is refused."""

from __future__ import annotations

from services.customer.imports.domain import problems
from services.customer.imports.domain.problems import RowProblem, was_left_out


def test_these_are_the_limits_of_an_import() -> None:
    assert (problems.LARGEST_UPLOAD, problems.LARGEST_UNPACKED) == (67_108_864, 1_073_741_824)
    assert (problems.MOST_ROWS, problems.MOST_COLUMNS, problems.SHOWN_VALUE) == (2_000_000, 200, 200)


def test_a_value_was_left_out_where_its_row_was_stored_and_nothing_waits_for_a_check() -> None:
    assert was_left_out("not_a_phone", whole_row=False)
    assert not was_left_out("not_a_phone", whole_row=True)
    assert not was_left_out(RowProblem.NEEDS_CHECK, whole_row=False)
