"""What a change of a role brings with it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.auth import AccessEnded
from services.auth.store.models import Role
from services.auth.usecases import roles
from tests.services.auth.people import Hire


@pytest.fixture
def role(admin: Caller) -> dict[str, Any]:
    """A role of the house's own."""
    made = admin.post(
        "/roles", {"code": "observer", "name_zh": "观察员", "name_en": "Observer", "permissions": {"case:read": "all"}}
    )
    assert made.status_code == 201, made.json
    return dict(made.json)


def change(admin: Caller, role: dict[str, Any], **values: Any) -> Any:
    newest = next(each for each in admin.get("/roles?limit=100").json["items"] if each["id"] == role["id"])
    return admin.patch(f"/roles/{role['id']}", values, version=newest["version"])


def test_groups_are_kept_each_once_without_the_empty_ones(admin: Caller, role: dict[str, Any]) -> None:
    answer = change(admin, role, groups=[" sellers ", "field", "sellers", " "])
    assert answer.json["groups"] == ["sellers", "field"]


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ({"permissions": {"case:read": "own"}}, True),
        ({"active": False}, True),
        ({"second_factor": True}, True),
        ({"name_zh": "看"}, False),
        ({"groups": ["sellers"]}, False),
    ],
)
def test_access_of_its_holders_ends_with_what_they_may_or_have_to_do_first(
    service: ServiceUnderTest, admin: Caller, hire: Hire, role: dict[str, Any], values: dict[str, Any], ends: bool
) -> None:
    holder = hire("wang", "王芳", roles=["observer"])
    hire("li", "李雷", roles=["sales"])
    before = len(ended(service))
    assert change(admin, role, **values).status_code == 200
    assert ended(service)[before:] == ([str(holder.id)] if ends else [])


def ended(service: ServiceUnderTest) -> list[str]:
    return [told["staff_id"] for told in service.told(AccessEnded.event_name)]


def test_at_the_start_delivered_roles_are_as_this_version_has_them_and_who_held_another_gets_a_new_token(
    service: ServiceUnderTest, hire: Hire
) -> None:
    holder = hire("wang", "王芳", roles=["sales"])
    hire("li", "李雷", roles=["service"])
    with service.unit_of_work() as ctx:
        sales = ctx.session.scalars(select(Role).where(Role.code == "sales")).one()
        sales.permissions = {"case:read": "own"}
        sales.name_en = "Old"
    before = len(ended(service))
    for _ in range(2):
        with service.unit_of_work() as ctx:
            roles.ensure_roles(ctx)
    assert ended(service)[before:] == [str(holder.id)]
    with service.unit_of_work() as ctx:
        sales = ctx.session.scalars(select(Role).where(Role.code == "sales")).one()
        assert (sales.name_en, sales.permissions["customer:read"]) == ("Sales", "own")
