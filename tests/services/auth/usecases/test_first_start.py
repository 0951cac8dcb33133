"""A new house gets its head office, its roles and one administrator, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth import cli
from services.auth.settings import Settings
from services.auth.store import queries
from services.auth.store.models import Role


@pytest.fixture
def fresh(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The auth service with nobody in it."""
    return start_service("auth")


def settings_of(service: ServiceUnderTest) -> Settings:
    settings: Settings = service.app.extensions["settings"]
    return settings


def enter(service: ServiceUnderTest, password: str) -> int:
    body = {"username": "admin", "password": password}
    return service.app.test_client().post("/v1/auth/tokens", json=body).status_code


def test_the_first_start_creates_an_administrator_whose_password_is_shown_once(fresh: ServiceUnderTest) -> None:
    password = cli.ensure_admin(settings_of(fresh))
    assert password is not None
    assert enter(fresh, password) == 200
    assert cli.ensure_admin(settings_of(fresh)) is None
    assert [event["name"] for event in fresh.told("auth.department_changed.v1")] == ["总公司"]
    assert [event["roles"] for event in fresh.told("auth.staff_changed.v1")] == [["administrator"]]


def test_the_first_start_gives_the_administrator_the_address_of_the_settings(fresh: ServiceUnderTest) -> None:
    cli.ensure_admin(replace(settings_of(fresh), admin_email="boss@example.com"))
    cli.ensure_admin(replace(settings_of(fresh), admin_email="other@example.com"))
    assert [event["email"] for event in fresh.told("auth.staff_changed.v1")] == ["boss@example.com"]


def test_a_later_start_brings_the_delivered_roles_up_to_date(fresh: ServiceUnderTest) -> None:
    cli.ensure_admin(settings_of(fresh))
    with fresh.unit_of_work() as ctx:
        ctx.session.execute(update(Role).where(Role.code == "sales").values(permissions={}, name_en="Old"))
        versions = dict(ctx.session.execute(select(Role.code, Role.version)).all())
    cli.ensure_admin(settings_of(fresh))
    with fresh.unit_of_work() as ctx:
        roles = {role.code: role for role in ctx.session.scalars(select(Role))}
    assert (roles["sales"].name_en, roles["sales"].permissions["customer:read"]) == ("Sales", "own")
    assert {code for code, role in roles.items() if role.version != versions[code]} == {"sales"}


def test_a_lost_administrators_password_is_replaced_from_the_command_line(
    service: ServiceUnderTest, nobody: Caller
) -> None:
    with service.unit_of_work() as ctx:
        person = queries.staff_by_username(ctx.session, "admin")
        assert person is not None
        person.active = False
    password = cli.reset_admin(settings_of(service))
    entered = nobody.post("/auth/tokens", {"username": "admin", "password": password})
    assert (entered.status_code, entered.json["staff"]["must_change_password"]) == (200, True)
