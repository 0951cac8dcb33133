"""Departments: the tree of who belongs where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from contracts.permissions import Permission
from services.auth.domain.tree import DEPARTMENT
from services.auth.store.departments import department_of, department_page, staff_counts
from services.auth.store.models import Department
from services.auth.usecases.departments import (
    AddDepartment,
    ChangeDepartment,
    add_department,
    change_department,
    disable_department,
    enable_department,
)

api = Api("departments", description="The tree of departments")
READ, WRITE = Permission.DEPARTMENT_READ, Permission.DEPARTMENT_WRITE


class DepartmentSchema(AnswerSchema):
    """A department. ``staff_count``: the active people in it, not those below."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    parent_id = fields.UUID()
    path = fields.String()
    active = fields.Boolean()
    staff_count = fields.Integer()
    actions = fields.List(fields.String())


class AddDepartmentSchema(CommandSchema):
    """A new department; without a parent it is a root."""

    command = AddDepartment
    name = fields.String(required=True, validate=length(1, 100))
    parent_id = fields.UUID(allow_none=True)


class ChangeDepartmentSchema(CommandSchema):
    """Another name, another parent, or both."""

    command = ChangeDepartment
    name = fields.String(validate=length(1, 100))
    parent_id = fields.UUID(allow_none=True)

    def make_command(self, data: dict[str, Any]) -> ChangeDepartment:
        return ChangeDepartment(values=data)


def present_rows(ctx: Context, found: Sequence[Department]) -> list[Presented]:
    """Departments with how many people work in each, and what the actor may do with them."""
    counts = staff_counts(ctx.session, (department.id for department in found))
    rows = []
    for department in found:
        actions = DEPARTMENT.actions(department, ctx.actor)
        rows.append(Presented(department, {"staff_count": counts.get(department.id, 0), "actions": actions}))
    return rows


def present(ctx: Context, department: Department) -> Presented:
    """One department."""
    return present_rows(ctx, [department])[0]


@api.get("/departments", permission=READ, query=PageQuerySchema, returns=page_of(DepartmentSchema))
def list_departments(ctx: Context, query: PageQuery) -> Page[Presented]:
    """The departments that one may see, each after the one it belongs to, a page at a time."""
    page = department_page(ctx.session, ctx.actor, query)
    return Page(present_rows(ctx, page.items), page.next)


def read_department(ctx: Context, id: UUID) -> Department:
    """A department that one may see."""
    return department_of(ctx.session, ctx.actor, id)


departments = api.resource("/departments", returns=DepartmentSchema, present=present)
departments.read(read_department, permission=READ)
departments.create(add_department, permission=WRITE, body=AddDepartmentSchema)
departments.change(change_department, permission=WRITE, body=ChangeDepartmentSchema)
departments.command("disable", disable_department, permission=WRITE)
departments.command("enable", enable_department, permission=WRITE)
