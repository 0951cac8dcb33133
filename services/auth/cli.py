"""From the command line: the administrator's account (a new house, a lost password), and the signing keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from chassis.auth import SYSTEM
from chassis.auth.keys import KeysStillInUse, drop_old_keys, rotate_keys
from chassis.auth.relying_party import relying_party
from chassis.context import Context
from chassis.db import create_engine
from chassis.errors import NotFound
from chassis.unit_of_work import unit_of_work
from services.auth.backups.usecases.backups import NoteBackup
from services.auth.backups.usecases.backups import note_backup as keep_report
from services.auth.domain.roles import ADMINISTRATOR
from services.auth.resets.domain.addresses import AddressSource
from services.auth.settings import Settings
from services.auth.store import queries
from services.auth.store.models import Staff
from services.auth.store.roles import roles_by_code
from services.auth.usecases import passwords, second_factors, staff
from services.auth.usecases.departments import AddDepartment, add_department
from services.auth.usecases.roles import ensure_roles

__all__ = [
    "KeysStillInUse",
    "drop_old_keys",
    "ensure_admin",
    "give_password",
    "note_backup",
    "reset_admin",
    "rotate_keys",
]

USERNAME = "admin"
NAME = "系统管理员"
HEAD_OFFICE = "总公司"

T = TypeVar("T")


def ensure_admin(settings: Settings) -> str | None:
    """Bring the delivered roles up to date; in a house without any staff also create the head office and the user
    ``admin``. Returns its generated password, or None when there was somebody already."""
    return _in_one_edge(settings, partial(ensure_house, email=settings.admin_email))


def reset_admin(settings: Settings) -> str:
    """Give the user ``admin`` a new generated password and the use of its account, and take its second
    factors away; returns the password. Where browsers know no passkeys, its roles ask for none any more: nobody could
    sign in to say so.

    Raises NotFound when there is no such user.
    """
    offered = relying_party(settings.public_url) is not None
    return _in_one_edge(settings, partial(_reset_admin, passkeys_offered=offered))


def give_password(settings: Settings, username: str) -> str:
    """Give somebody at work a new generated password, which the person changes at once; returns it. For a house in
    which nobody can yet confirm it: whoever has the machine has its databases, too.

    Raises NotFound when there is no such active user.
    """
    return _in_one_edge(settings, partial(_give_password, username=username))


def ensure_house(ctx: Context, email: str = "") -> str | None:
    """What ``ensure_admin`` does, inside a transaction; ``email``: where the administrator's emails go."""
    ensure_roles(ctx)
    if queries.is_anybody_there(ctx.session):
        return None
    office = add_department(ctx, AddDepartment(name=HEAD_OFFICE))
    admin = Staff(
        username=USERNAME,
        name=NAME,
        email=email,
        email_source=AddressSource.OWN,
        department_id=office.id,
        roles=[ADMINISTRATOR],
        active=True,
    )
    ctx.session.add(admin)
    staff.say_changed(ctx, admin)
    return passwords.give_password(ctx, admin)


def _give_password(ctx: Context, *, username: str) -> str:
    person = queries.staff_by_username(ctx.session, username)
    person = queries.staff_locked(ctx.session, person.id) if person is not None else None
    if person is None or not person.active:
        raise NotFound()
    return passwords.replace_password(ctx, person)


def note_backup(settings: Settings, command: NoteBackup) -> None:
    """Keep what came of a backup, and tell of a failure those who look after the house."""
    _in_one_edge(settings, partial(keep_report, command=command))


def _reset_admin(ctx: Context, *, passkeys_offered: bool = True) -> str:
    admin = queries.staff_by_username(ctx.session, USERNAME)
    if admin is None:
        raise NotFound()
    admin = queries.staff_locked(ctx.session, admin.id) or admin
    if not admin.active:
        admin.active = True
        staff.say_changed(ctx, admin)
    second_factors.drop_factors(ctx, admin)
    if not passkeys_offered:
        for role in roles_by_code(ctx.session, admin.roles).values():
            role.passkey_only = False
    return passwords.replace_password(ctx, admin)


def _in_one_edge(settings: Settings, work: Callable[[Context], T]) -> T:
    engine = create_engine(settings.database_url, pool=1)
    try:
        with unit_of_work(engine, actor=SYSTEM, origin="command line", deployment=settings.deployment) as ctx:
            return work(ctx)
    finally:
        engine.dispose()
