"""Departments: the tree of who belongs where."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.auth.api import schemas
from services.auth.domain.tree import DEPARTMENT
from services.auth.store import queries
from services.auth.store.models import Department
from services.auth.usecases import departments
from services.auth.usecases.departments import AddDepartment, ChangeDepartment

api = Api("departments", description="The tree of departments")
READ, WRITE = Permission.DEPARTMENT_READ, Permission.DEPARTMENT_WRITE


def shown(ctx: Context, found: Sequence[Department]) -> list[Shown]:
    """Departments with how many people work in each, and what the actor may do with them."""
    counts = queries.staff_counts(ctx.session, (department.id for department in found))
    return [
        Shown(
            department,
            {"staff_count": counts.get(department.id, 0), "actions": DEPARTMENT.actions(department, ctx.actor)},
        )
        for department in found
    ]


@api.get("/departments", permission=READ, query=PageQuerySchema, returns=page_of(schemas.DepartmentSchema))
def list_departments(ctx: Context, query: PageQuery) -> Page[Shown]:
    page = queries.department_page(ctx.session, ctx.actor, query)
    return Page(shown(ctx, page.items), page.next)


@api.get("/departments/<uuid:id>", permission=READ, returns=schemas.DepartmentSchema)
def read_department(ctx: Context, id: UUID) -> Shown:
    return shown(ctx, [queries.department_of(ctx.session, ctx.actor, id)])[0]


@api.post(
    "/departments", permission=WRITE, body=schemas.AddDepartmentSchema, returns=schemas.DepartmentSchema, status=201
)
def add_department(ctx: Context, command: AddDepartment) -> Shown:
    return shown(ctx, [departments.add_department(ctx, command)])[0]


@api.patch(
    "/departments/<uuid:id>",
    permission=WRITE,
    body=schemas.ChangeDepartmentSchema,
    returns=schemas.DepartmentSchema,
    versioned=True,
)
def change_department(ctx: Context, id: UUID, command: ChangeDepartment, version: int) -> Shown:
    return shown(ctx, [departments.change_department(ctx, id, command, version)])[0]


@api.post("/departments/<uuid:id>/disable", permission=WRITE, returns=schemas.DepartmentSchema, versioned=True)
def disable_department(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, [departments.disable_department(ctx, id, version)])[0]


@api.post("/departments/<uuid:id>/enable", permission=WRITE, returns=schemas.DepartmentSchema, versioned=True)
def enable_department(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, [departments.enable_department(ctx, id, version)])[0]
