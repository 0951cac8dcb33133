"""The auth service with an administrator, and the people who use it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from chassis.auth import SYSTEM
from chassis.context import Context
from chassis.testing.service import FOR_YEARS, Caller, ServiceUnderTest
from services.auth.cli import ensure_house
from services.auth.resets.domain.addresses import AddressSource
from services.auth.store import queries
from services.auth.store.models import Department, Staff
from services.auth.usecases import access
from services.auth.usecases.departments import AddDepartment, add_department
from services.auth.usecases.passwords import set_password
from services.auth.usecases.staff import say_changed
from tests.services.auth.people import PASSWORD


@pytest.fixture
def service(start_service: Callable[[str], ServiceUnderTest]) -> ServiceUnderTest:
    """The auth service with the delivered roles, the head office and the user admin."""
    service = start_service("auth")
    with service.unit_of_work() as ctx:
        ensure_house(ctx)
    return service


@pytest.fixture
def office(service: ServiceUnderTest) -> UUID:
    """The head office: the root of the tree."""
    with service.unit_of_work() as ctx:
        return queries.staff_by_username(ctx.session, "admin").department_id  # type: ignore[union-attr]


@pytest.fixture
def department(service: ServiceUnderTest, office: UUID) -> Callable[..., UUID]:
    """``department("销售部", below=...)`` is a new department, below the head office unless told."""

    def add(name: str, below: UUID = office) -> UUID:
        with service.unit_of_work() as ctx:
            return add_department(ctx, AddDepartment(name=name, parent_id=below)).id

    return add


@pytest.fixture
def hire(service: ServiceUnderTest, office: UUID) -> Callable[..., Staff]:
    """``hire("wang", "王芳", roles=["sales"], unit=...)`` is a person with the common password, who stands for the
    address ``email``."""

    def add(
        username: str, name: str = "某人", *, roles: list[str] | None = None, unit: UUID = office, email: str = ""
    ) -> Staff:
        with service.unit_of_work() as ctx:
            person = Staff(username=username, name=name, department_id=unit, roles=roles or [], active=True)
            person.program = person.roles == ["erp"]
            person.email, person.email_source = email, AddressSource.OWN
            ctx.session.add(person)
            say_changed(ctx, person)
            set_password(ctx, person, PASSWORD, must_change=False, action="password_changed")
        return person

    return add


@pytest.fixture
def caller(service: ServiceUnderTest) -> Callable[[Staff], Caller]:
    """``caller(person)`` calls the service with a token that says what the person may."""

    def as_(person: Staff) -> Caller:
        with service.unit_of_work() as ctx:
            actor = access.actor_of(ctx, person)
        token = service.signer.sign(actor, now=service.clock(), lifetime=FOR_YEARS)
        return Caller(service.app.test_client(), actor, token)

    return as_


@pytest.fixture
def admin(service: ServiceUnderTest, caller: Callable[[Staff], Caller]) -> Caller:
    """The administrator."""
    with service.unit_of_work() as ctx:
        person = queries.staff_by_username(ctx.session, "admin")
    assert person is not None
    return caller(person)


@pytest.fixture
def nobody(service: ServiceUnderTest) -> Caller:
    """Somebody without a token."""
    return Caller(service.app.test_client(), SYSTEM, "")


def path_of(ctx: Context, id: UUID) -> str:
    """The path of a department as it is stored."""
    department = ctx.session.get(Department, id)
    assert department is not None
    return department.path
