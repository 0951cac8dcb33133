"""Whose records one sees, and who is meant by a role, a permission, a part of a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from chassis.auth import Actor, Scope
from chassis.db import new_id
from chassis.errors import NotFound
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.api_tokens.store import queries as tokens
from services.auth.store import departments, queries, roles
from services.auth.store.models import ApiToken, ApiTokenUse, Department, Role, Staff
from tests.services.auth.people import Hire

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def people(hire: Hire, department: Callable[..., UUID]) -> dict[str, Staff]:
    """Two departments, the second below the first, and one beside them."""
    sales = department("销售部")
    east, other = department("东区", below=sales), department("财务部")
    return {
        "head": hire("head", "主任", roles=["department_manager"], unit=sales),
        "wang": hire("wang", "王芳", roles=["sales"], unit=sales),
        "east": hire("east", "东区员工", roles=["sales"], unit=east),
        "other": hire("other", "财务", roles=["service"], unit=other),
    }


def actor(person: Staff, scope: Scope | None, permission: str = "staff:read") -> Actor:
    return Actor(
        id=person.id,
        name=person.name,
        department_id=person.department_id,
        permissions={permission: scope} if scope else {},
    )


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope.ALL, {"admin", "head", "wang", "east", "other"}),
        (Scope.DEPARTMENT, {"head", "wang", "east"}),
        (Scope.OWN, {"wang"}),
        (None, set()),
    ],
)
def test_staff_is_seen_as_far_as_the_right_reaches(
    service: ServiceUnderTest, people: dict[str, Staff], scope: Scope | None, seen: set[str]
) -> None:
    wang = actor(people["wang"], scope)
    with service.unit_of_work() as ctx:
        assert {each.username for each in queries.staff_page(ctx.session, wang, queries.StaffFilter()).items} == seen
        ids = [person.id for person in people.values()]
        reached = queries.staff_reached(ctx.session, wang, "staff:read", ids)
        assert reached == {people[name].id for name in seen & set(people)}
        for name, person in people.items():
            if name in seen:
                assert queries.staff_of(ctx.session, wang, person.id).id == person.id
            else:
                with pytest.raises(NotFound):
                    queries.staff_of(ctx.session, wang, person.id)


def test_a_manager_who_works_elsewhere_still_sees_oneself(service: ServiceUnderTest, people: dict[str, Staff]) -> None:
    head = Actor(id=people["wang"].id, name="", department_id=new_id(), permissions={"staff:read": Scope.DEPARTMENT})
    with service.unit_of_work() as ctx:
        found = queries.staff_page(ctx.session, head, queries.StaffFilter()).items
        assert [each.username for each in found] == ["wang"]


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope.ALL, 4),
        (Scope.DEPARTMENT, 2),
        (Scope.OWN, 2),
        (None, 0),
    ],
)
def test_departments_are_seen_as_far_as_the_right_reaches(
    service: ServiceUnderTest, people: dict[str, Staff], scope: Scope | None, seen: int
) -> None:
    who = actor(people["wang"], scope, "department:read")
    with service.unit_of_work() as ctx:
        found = list(ctx.session.scalars(select(Department).where(departments.departments_seen_by(who))))
        assert len(found) == seen
        own, other = people["wang"].department_id, people["other"].department_id
        for id, there in ((own, seen > 0), (other, seen == 4)):
            if there:
                assert departments.department_of(ctx.session, who, id).id == id
            else:
                with pytest.raises(NotFound):
                    departments.department_of(ctx.session, who, id)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"role": "sales"}, ["east", "wang"]),
        ({"role": "nothing"}, []),
        ({"active": False}, ["gone"]),
        ({"active": True}, ["admin", "east", "head", "other", "wang"]),
        ({"q": "东区"}, ["east"]),
        ({"q": "区员"}, ["east"]),
        ({"q": "WAN"}, ["wang"]),
        ({"q": "ang"}, []),
        ({"q": "Wang@ex"}, ["wang"]),
        ({"q": "1381"}, ["wang"]),
        ({"q": "%"}, []),
        ({"q": "王", "role": "service"}, []),
    ],
)
def test_staff_is_found_and_narrowed_by_each_of_these(
    service: ServiceUnderTest, people: dict[str, Staff], hire: Hire, wanted: dict[str, Any], found: list[str]
) -> None:
    gone = hire("gone", "离职")
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, gone.id).active = False
        wang = ctx.session.get_one(Staff, people["wang"].id)
        wang.email, wang.phone = "wang@example.com", "13812345678"
    with service.unit_of_work() as ctx:
        everybody = actor(people["head"], Scope.ALL)
        page = queries.staff_page(ctx.session, everybody, queries.StaffFilter(**wanted))
        assert [each.username for each in page.items] == found


def test_a_department_is_searched_with_those_below_it_and_no_other(
    service: ServiceUnderTest, people: dict[str, Staff]
) -> None:
    with service.unit_of_work() as ctx:
        wanted = queries.StaffFilter(department_id=people["wang"].department_id)
        page = queries.staff_page(ctx.session, actor(people["other"], Scope.ALL), wanted)
        assert [each.username for each in page.items] == ["east", "head", "wang"]


def test_people_are_known_by_name_user_name_or_address_and_by_the_whole_of_it(
    service: ServiceUnderTest, people: dict[str, Staff]
) -> None:
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, people["wang"].id).email = "wang@example.com"
    with service.unit_of_work() as ctx:
        for text in ("王芳", "wang", "wang@example.com"):
            assert queries.people_named(ctx.session, text) == [people["wang"].id]
        assert queries.people_named(ctx.session, "王") == []
        ids = [people["wang"].id, people["wang"].department_id]
        assert set(queries.names_of_people(ctx.session, ids).values()) == {"王芳", "销售部"}


def test_what_lies_in_a_department_is_counted_without_what_is_disabled(
    service: ServiceUnderTest, people: dict[str, Staff]
) -> None:
    with service.unit_of_work() as ctx:
        sales = ctx.session.get_one(Department, people["wang"].department_id)
        assert departments.active_staff_inside(ctx.session, sales.path) == 3
        assert departments.active_departments_below(ctx.session, sales.path) == 1
        assert [each.name for each in departments.departments_inside(ctx.session, sales.path)] == ["东区"]
        assert departments.staff_counts(ctx.session, [sales.id]) == {sales.id: 2}
        ctx.session.get_one(Staff, people["east"].id).active = False
        ctx.session.get_one(Department, people["east"].department_id).active = False
        ctx.session.flush()
        assert departments.active_staff_inside(ctx.session, sales.path) == 2
        assert departments.active_departments_below(ctx.session, sales.path) == 0


def test_who_holds_a_role_is_active_and_which_combinations_there_are(
    service: ServiceUnderTest, people: dict[str, Staff], hire: Hire
) -> None:
    both = hire("both", "两职", roles=["sales", "service"])
    with service.unit_of_work() as ctx:
        ids = {people[name].id for name in ("wang", "east")} | {both.id}
        assert set(roles.staff_with_role(ctx.session, "sales")) == ids
        assert sorted(roles.role_sets_with(ctx.session, "sales")) == [["sales"], ["sales", "service"]]
        ctx.session.get_one(Staff, both.id).active = False
        ctx.session.flush()
        assert set(roles.staff_with_role(ctx.session, "sales")) == ids - {both.id}
        known = roles.role_of(ctx.session, ctx.session.scalars(select(Role.id).where(Role.code == "sales")).one())
        assert known.code == "sales"
        with pytest.raises(NotFound):
            roles.role_of(ctx.session, new_id())


@pytest.mark.parametrize(
    ("passed", "noted"),
    [(timedelta(minutes=1) - MOMENT, 0), (timedelta(minutes=1), 0), (timedelta(minutes=1) + MOMENT, 1)],
)
def test_the_use_of_a_token_is_noted_again_when_the_last_note_is_older(
    service: ServiceUnderTest, admin: Caller, hire: Hire, passed: timedelta, noted: int
) -> None:
    erp = hire("erp", "ERP", roles=["erp"])
    first = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    with service.unit_of_work() as ctx:
        token = ApiToken(
            name="Kingdee", staff_id=erp.id, permissions={}, secret_hash="x", hint="x", made_by=admin.actor.id,
            expires_at=first + timedelta(days=1),
        )  # fmt: skip
        ctx.session.add(token)
        ctx.session.flush()
        tokens.note_use(ctx.session, token.id, first, "one", first)
        tokens.note_use(ctx.session, token.id, first + passed, "two", first + passed - timedelta(minutes=1))
        use = ctx.session.get_one(ApiTokenUse, token.id)
        assert (use.at, use.address) == ((first + passed, "two") if noted else (first, "one"))


def test_a_token_can_be_made_for_programs_that_are_active_and_for_oneself(
    service: ServiceUnderTest, people: dict[str, Staff], hire: Hire
) -> None:
    erp, old = hire("erp", "ERP", roles=["erp"]), hire("old", "旧", roles=["erp"])
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, old.id).active = False
    with service.unit_of_work() as ctx:
        found = tokens.program_accounts(ctx.session, people["wang"].id)
        assert [each.username for each in found] == ["erp", "wang"]
        assert [each.id for each in tokens.program_accounts(ctx.session, None)] == [erp.id]
