"""Named reads of roles."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.db import Page, PageQuery, fetch_page, one
from services.auth.store.models import Role, Staff


def staff_with_role(session: Session, code: str) -> list[UUID]:
    """Ids of the active people who hold a role."""
    return list(session.scalars(select(Staff.id).where(Staff.active, Staff.roles.contains([code]))))


def role_page(session: Session, page: PageQuery) -> Page[Role]:
    """One page of roles, by code."""
    return fetch_page(session, select(Role), order=[Role.code], descending=False, after=page.after, limit=page.limit)


def role_of(session: Session, id: UUID) -> Role:
    """The role, if there is one; NotFound otherwise."""
    return one(session, select(Role).where(Role.id == id))


def roles_by_code(session: Session, codes: Iterable[str], *, lock: bool = False) -> dict[str, Role]:
    """The roles of some codes, in one query; with ``lock`` they stay as they are until the transaction ends."""
    rows = select(Role).where(Role.code.in_(set(codes))).order_by(Role.code)
    if lock:
        rows = rows.with_for_update(read=True).execution_options(populate_existing=True)
    return {role.code: role for role in session.scalars(rows)}


def role_sets_with(session: Session, code: str) -> list[list[str]]:
    """The different combinations of roles that people hold and that contain this one."""
    return list(session.scalars(select(Staff.roles).where(Staff.roles.contains([code])).distinct()))


def role_locked(session: Session, id: UUID) -> Role:
    """A role, locked for its change; NotFound when there is none."""
    return one(session, select(Role).where(Role.id == id), lock=True)


def all_roles_locked(session: Session) -> dict[str, Role]:
    """Every role by its code, locked."""
    return {role.code: role for role in session.scalars(select(Role).with_for_update())}
