"""Departments and roles, as the pages of staff name and offer them: asked for once a request."""

from __future__ import annotations

from typing import Any

from flask import g

from gateway.clients.generated import auth
from gateway.i18n import language
from gateway.lists import whole
from gateway.sessions import may


def departments() -> list[Any]:
    """Every department, as far as the person may see them."""
    if "departments" not in g:
        g.departments = whole(auth.list_departments) if may("department:read") else []
    return list(g.departments)


def roles() -> list[Any]:
    """Every role, as far as the person may see them."""
    if "roles" not in g:
        g.roles = whole(auth.list_roles) if may("role:read") else []
    return list(g.roles)


def name_of(role: Any) -> str:
    """A role's name in the person's language."""
    return str(role["name_zh"] if language() == "zh" else role["name_en"])


def roles_named(codes: list[str]) -> str:
    """The names of roles, in a row."""
    known = {each["code"]: name_of(each) for each in roles()}
    return ", ".join(known.get(code, code) for code in codes)


def department_pairs(*also: str | None) -> list[tuple[str, str]]:
    """The departments to choose among: those at work, and ``also`` those that are chosen already."""
    return [(each["id"], each["name"]) for each in departments() if each["active"] or each["id"] in also]


def role_pairs() -> list[tuple[str, str]]:
    """The roles to choose among."""
    return [(each["code"], name_of(each)) for each in roles() if each["active"]]
