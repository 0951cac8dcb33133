"""The page about access says what the matrix says."""

from __future__ import annotations

from tests.access.matrix import KINDS
from tests.access.rendering import PAGE, page
from tests.access.rights import RIGHTS, ROLES
from tests.access.rows.whole import ROWS


def test_the_page_is_what_the_matrix_renders() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "draw it anew: python -m tests.access"


def test_every_right_is_needed_by_some_row_and_names_only_roles_there_are() -> None:
    assert {row.right for row in ROWS} == RIGHTS.keys()
    assert {row.on for row in ROWS} == KINDS.keys()
    assert {role for right in RIGHTS.values() for role in right.of} <= ROLES.keys()
