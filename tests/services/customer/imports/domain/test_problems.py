"""Why a file is refused."""

from __future__ import annotations

from services.customer.imports.domain.problems import FileProblem, UnreadableFile


def test_a_file_that_cannot_be_read_says_where() -> None:
    error = UnreadableFile(FileProblem.CELL_TOO_LARGE, row=3, column="x")
    assert (str(error), error.place) == ("cell_too_large", {"row": 3, "column": "x"})
