"""The tree of departments, as paths."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from contracts.permissions import Permission
from services.auth.domain.errors import DepartmentBelowItself
from services.auth.domain.switching import ActiveStatus
from services.auth.domain.tree import DEPARTMENT, is_inside, moved_path, path_of, require_elsewhere

A, B = UUID(int=1), UUID(int=2)


def test_a_path_is_the_ids_from_the_root_each_followed_by_a_slash() -> None:
    assert path_of(B, path_of(A, "")) == f"{A}/{B}/"


def test_a_department_is_inside_itself_and_those_above() -> None:
    assert is_inside("a/b/", "a/")
    assert is_inside("a/b/", "a/b/")
    assert not is_inside("ab/", "a/")


def test_what_lies_below_moves_along() -> None:
    assert moved_path("a/b/c/", "a/b/", "x/b/") == "x/b/c/"


@pytest.mark.parametrize("target", ["a/b/", "a/b/c/"])
def test_no_department_moves_into_or_below_itself(target: str) -> None:
    with pytest.raises(DepartmentBelowItself):
        require_elsewhere("a/b/", target)
    require_elsewhere("a/b/", "a/")


def test_only_who_may_change_all_departments_changes_one() -> None:
    admin = Actor(id=uuid4(), name="谁", permissions={Permission.DEPARTMENT_WRITE: Scope.ALL})
    assert DEPARTMENT.actions(SimpleNamespace(status=ActiveStatus.ACTIVE), admin) == ["edit", "disable"]
    assert DEPARTMENT.actions(SimpleNamespace(status=ActiveStatus.DISABLED), admin) == ["edit", "enable"]
    narrow = Actor(id=uuid4(), name="谁", permissions={Permission.DEPARTMENT_WRITE: Scope.DEPARTMENT})
    assert DEPARTMENT.actions(SimpleNamespace(status=ActiveStatus.ACTIVE), narrow) == []
