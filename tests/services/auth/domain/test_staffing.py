"""Who may change what of whom."""

from __future__ import annotations

import pytest

from chassis.auth import Scope
from chassis.errors import Forbidden, Refused
from services.auth.domain.errors import OwnAccount
from services.auth.domain.staffing import require_all, require_may_add, require_may_change, require_may_switch

ALL, DEPARTMENT, OWN = Scope.ALL, Scope.DEPARTMENT, Scope.OWN


@pytest.mark.parametrize("scope", [ALL, DEPARTMENT, OWN, None])
def test_everyone_changes_only_contact_data_of_oneself(scope: Scope | None) -> None:
    require_may_change(scope, {"email", "phone", "address"}, oneself=True, ordinary=False)
    for field in ("name", "username", "department_id", "roles"):
        with pytest.raises(OwnAccount):
            require_may_change(scope, {"email", field}, oneself=True, ordinary=True)


@pytest.mark.parametrize("scope", [ALL, DEPARTMENT])
def test_nobody_disables_or_enables_oneself(scope: Scope) -> None:
    with pytest.raises(OwnAccount):
        require_may_switch(scope, oneself=True, ordinary=True)


@pytest.mark.parametrize(
    ("scope", "field", "ordinary", "refused"),
    [
        (ALL, "roles", False, None),
        (DEPARTMENT, "email", True, None),
        (DEPARTMENT, "email", False, Forbidden),
        (DEPARTMENT, "roles", True, Forbidden),
        (DEPARTMENT, "department_id", True, Forbidden),
        (DEPARTMENT, "name", True, Forbidden),
        (DEPARTMENT, "username", True, Forbidden),
    ],
)
def test_a_department_changes_contact_data_of_its_ordinary_staff_only(
    scope: Scope, field: str, ordinary: bool, refused: type[Refused] | None
) -> None:
    if refused is None:
        require_may_change(scope, {field}, oneself=False, ordinary=ordinary)
    else:
        with pytest.raises(refused):
            require_may_change(scope, {field}, oneself=False, ordinary=ordinary)


@pytest.mark.parametrize(
    ("scope", "inside", "ordinary", "may"),
    [
        (ALL, False, False, True),
        (DEPARTMENT, True, True, True),
        (DEPARTMENT, False, True, False),
        (DEPARTMENT, True, False, False),
        (OWN, True, True, False),
    ],
)
def test_a_department_adds_ordinary_staff_to_itself(scope: Scope, inside: bool, ordinary: bool, may: bool) -> None:
    if may:
        require_may_add(scope, inside=inside, ordinary=ordinary)
    else:
        with pytest.raises(Forbidden):
            require_may_add(scope, inside=inside, ordinary=ordinary)


def test_only_those_who_manage_all_staff_reset_passwords() -> None:
    require_all(ALL)
    with pytest.raises(Forbidden):
        require_all(DEPARTMENT)
