"""Departments: add, rename, move with everything below, disable and enable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.errors import Invalid
from contracts.auth import DepartmentChanged
from services.auth.domain import tree
from services.auth.domain.errors import DepartmentDisabled, DepartmentNotEmpty
from services.auth.domain.switching import require_scope_all
from services.auth.store.departments import (
    active_departments_below,
    active_staff_inside,
    department_held,
    department_locked,
    departments_inside,
    hold_tree,
)
from services.auth.store.models import Department


@dataclass(frozen=True, kw_only=True)
class AddDepartment:
    """A new department; without a parent it is a root."""

    name: str
    parent_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeDepartment:
    """Another name, another parent, or both."""

    values: dict[str, Any]


def add_department(ctx: Context, command: AddDepartment) -> Department:
    """Put a new department into the tree."""
    require_scope_all(ctx.actor, tree.WRITE)
    hold_tree(ctx.session)
    parent = _parent(ctx, command.parent_id)
    id = new_id()
    department = Department(
        id=id,
        name=command.name,
        parent_id=command.parent_id,
        path=tree.path_of(id, parent.path if parent else ""),
        active=True,
    )
    ctx.session.add(department)
    say_changed(ctx, department)
    return department


def change_department(ctx: Context, id: UUID, command: ChangeDepartment, version: int | None) -> Department:
    """Rename a department, or move it with everything below: each that has a new place is told."""
    require_scope_all(ctx.actor, tree.WRITE)
    hold_tree(ctx.session)
    department = _department(ctx, id, version)
    tree.DEPARTMENT.after("edit", department, ctx.actor)
    if name := command.values.get("name"):
        department.name = name
    moved: list[Department] = []
    if "parent_id" in command.values and command.values["parent_id"] != department.parent_id:
        moved = _move(ctx, department, command.values["parent_id"])
    say_changed(ctx, department, *moved)
    return department


def disable_department(ctx: Context, id: UUID, version: int | None) -> Department:
    """Take a department out of use; not while somebody works in it or below it. Raises DepartmentNotEmpty."""
    require_scope_all(ctx.actor, tree.WRITE)
    hold_tree(ctx.session)
    department = _department(ctx, id, version)
    status = tree.DEPARTMENT.after("disable", department, ctx.actor)
    staff = active_staff_inside(ctx.session, department.path)
    departments = active_departments_below(ctx.session, department.path)
    if staff or departments:
        raise DepartmentNotEmpty(staff=staff, departments=departments)
    department.status = status
    say_changed(ctx, department)
    return department


def enable_department(ctx: Context, id: UUID, version: int | None) -> Department:
    """Take a department into use again; what it belongs to has to be in use."""
    require_scope_all(ctx.actor, tree.WRITE)
    hold_tree(ctx.session)
    department = _department(ctx, id, version)
    status = tree.DEPARTMENT.after("enable", department, ctx.actor)
    _parent(ctx, department.parent_id)
    department.status = status
    say_changed(ctx, department)
    return department


def open_department(ctx: Context, id: UUID) -> Department:
    """A department that people can be put into, kept from being disabled until this transaction ends.
    Raises DepartmentDisabled, Invalid."""
    department = department_held(ctx.session, id)
    if department is None:
        raise Invalid(department_id="unknown_department")
    if not department.active:
        raise DepartmentDisabled(department_id=str(id))
    return department


def _move(ctx: Context, department: Department, parent_id: UUID | None) -> list[Department]:
    parent = _parent(ctx, parent_id)
    if parent:
        tree.require_elsewhere(department.path, parent.path)
    before, after = department.path, tree.path_of(department.id, parent.path if parent else "")
    below = departments_inside(ctx.session, before)
    department.parent_id, department.path = parent_id, after
    for other in below:
        other.path = tree.moved_path(other.path, before, after)
    return below


def _parent(ctx: Context, id: UUID | None) -> Department | None:
    if id is None:
        return None
    parent = ctx.session.get(Department, id)
    if parent is None:
        raise Invalid(parent_id="unknown_department")
    if not parent.active:
        raise DepartmentDisabled(department_id=str(id))
    return parent


def _department(ctx: Context, id: UUID, version: int | None) -> Department:
    department = department_locked(ctx.session, id)
    expect_version(department, version)
    return department


def say_changed(ctx: Context, *departments: Department) -> None:
    """Tell the others what these departments are called now, and where they are."""
    ctx.session.flush()
    ctx.emit(
        *(
            DepartmentChanged(
                department_id=department.id,
                version=department.version,
                name=department.name,
                path=department.path,
                active=department.active,
            )
            for department in departments
        )
    )
