"""Staff: who works here; colleagues to choose from; who signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page
from chassis.http import SIGNED_IN, Api, Shown, page_of
from contracts.permissions import Permission
from services.auth.api import schemas
from services.auth.store import factors, queries, visits
from services.auth.store.models import Staff
from services.auth.store.queries import ColleagueFilter, StaffFilter
from services.auth.store.visits import SignInFilter
from services.auth.usecases import passwords, readings, second_factors, staff
from services.auth.usecases.staff import AddStaff, ChangeStaff

api = Api("staff", description="Who works here")
READ, WRITE = Permission.STAFF_READ, Permission.STAFF_WRITE


def shown(ctx: Context, people: Sequence[Staff]) -> list[Shown]:
    """People with their departments' names, when they last signed in, and what the actor may do with their accounts."""
    ids = [person.id for person in people]
    names = queries.department_names(ctx.session, (person.department_id for person in people))
    seen = visits.last_sign_ins(ctx.session, ids)
    given = queries.must_change(ctx.session, ids)
    secured = factors.with_factor(ctx.session, ids)
    actions = staff.actions_of(ctx, people)
    return [
        Shown(
            person,
            {
                "department_name": names.get(person.department_id, ""),
                "last_sign_in_at": seen.get(person.id),
                "must_change_password": person.id in given,
                "second_factor": person.id in secured,
                "actions": actions[person.id],
            },
        )
        for person in people
    ]


def shown_one(ctx: Context, person: Staff) -> Shown:
    """One person."""
    ctx.session.flush()
    return shown(ctx, [person])[0]


@api.get("/staff", permission=READ, query=schemas.StaffQuerySchema, returns=page_of(schemas.StaffSchema))
def list_staff(ctx: Context, query: StaffFilter) -> Page[Shown]:
    page = queries.staff_page(ctx.session, ctx.actor, query)
    return Page(shown(ctx, page.items), page.next)


@api.get("/staff/<uuid:id>", permission=READ, returns=schemas.StaffSchema)
def read_staff(ctx: Context, id: UUID) -> Shown:
    return shown_one(ctx, readings.read_staff(ctx, id))


@api.post(
    "/staff",
    permission=WRITE,
    body=schemas.AddStaffSchema,
    returns=schemas.NewStaffSchema,
    status=201,
    shown_once=("password",),
)
def add_staff(ctx: Context, command: AddStaff) -> Shown:
    person = staff.add_staff(ctx, command)
    password = passwords.first_password(ctx, person)
    answer = shown_one(ctx, person)
    answer.beside["password"] = password
    return answer


@api.patch(
    "/staff/<uuid:id>",
    permission=WRITE,
    body=schemas.ChangeStaffSchema,
    returns=schemas.StaffSchema,
    versioned=True,
)
def change_staff(ctx: Context, id: UUID, command: ChangeStaff, version: int) -> Shown:
    return shown_one(ctx, staff.change_staff(ctx, id, command, version))


@api.post("/staff/<uuid:id>/disable", permission=WRITE, returns=schemas.StaffSchema, versioned=True)
def disable_staff(ctx: Context, id: UUID, version: int) -> Shown:
    return shown_one(ctx, staff.disable_staff(ctx, id, version))


@api.post("/staff/<uuid:id>/enable", permission=WRITE, returns=schemas.StaffSchema, versioned=True)
def enable_staff(ctx: Context, id: UUID, version: int) -> Shown:
    return shown_one(ctx, staff.enable_staff(ctx, id, version))


@api.post("/staff/<uuid:id>/reset-password", permission=WRITE, returns=schemas.NewPasswordSchema, secret=True)
def reset_password(ctx: Context, id: UUID) -> dict[str, str]:
    return {"password": passwords.reset_password(ctx, id)}


@api.post("/staff/<uuid:id>/reset-second-factor", permission=WRITE, returns=schemas.StaffSchema)
def reset_second_factor(ctx: Context, id: UUID) -> Shown:
    return shown_one(ctx, second_factors.reset_factors(ctx, id))


@api.get(
    "/colleagues",
    permission=SIGNED_IN,
    query=schemas.ColleagueQuerySchema,
    returns=page_of(schemas.ColleagueSchema),
)
def list_colleagues(ctx: Context, query: ColleagueFilter) -> Page[Shown]:
    page = queries.colleague_page(ctx.session, ctx.actor, query)
    names = queries.department_names(ctx.session, (person.department_id for person in page.items))
    return Page(
        [Shown(person, {"department_name": names.get(person.department_id, "")}) for person in page.items], page.next
    )


@api.get("/sign-ins", permission=READ, query=schemas.SignInQuerySchema, returns=schemas.SIGN_INS)
def list_sign_ins(ctx: Context, query: SignInFilter) -> Page[Any]:
    page = visits.sign_in_page(ctx.session, ctx.actor, query)
    names = queries.staff_names(ctx.session, (row.staff_id for row in page.items))
    return Page([Shown(row, {"name": names.get(row.staff_id, "")}) for row in page.items], page.next)
