"""Staff: who works here; colleagues to choose from; who signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page
from chassis.http import (
    SIGNED_IN,
    AnswerSchema,
    Api,
    PageQuerySchema,
    Presented,
    length,
    one_of,
    page_of,
    sort_field,
)
from contracts.permissions import Permission
from services.auth.api.fields import Username
from services.auth.api.schemas import SIGN_INS, ContactDataSchema, PersonSchema, no_mask
from services.auth.resets.api.requests import PasswordWaySchema, present_begun
from services.auth.resets.usecases import resets
from services.auth.store import factors, queries, sign_ins
from services.auth.store.departments import department_names
from services.auth.store.models import Staff
from services.auth.store.queries import STAFF, ColleagueFilter, StaffFilter
from services.auth.store.sign_ins import SignInFilter
from services.auth.usecases import readings, staff
from services.auth.usecases.staff import AddStaff

api = Api("staff", description="Who works here")
READ, WRITE = Permission.STAFF_READ, Permission.STAFF_WRITE
MOST_COLLEAGUES = 1000


class ChangeStaffSchema(ContactDataSchema):
    """New values; fields that are not sent stay as they are."""

    username = Username(validate=length(1, 64))
    name = fields.String(validate=[length(1, 100), no_mask])
    department_id = fields.UUID()
    roles = fields.List(fields.String())


class AddStaffSchema(ChangeStaffSchema):
    """A new person."""

    command = AddStaff
    username = Username(required=True, validate=length(1, 64))
    name = fields.String(required=True, validate=[length(1, 100), no_mask])
    department_id = fields.UUID(required=True)

    def make_command(self, data: dict[str, Any]) -> AddStaff:
        return AddStaff(**data)


class StaffSchema(PersonSchema):
    """A person, for those who manage staff."""

    active = fields.Boolean()
    second_factor = fields.Boolean()
    last_sign_in_at = fields.AwareDateTime()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class NewStaffSchema(StaffSchema):
    """A person just added. ``begun``: how they get a password; neither by a link nor by a request where there is no
    address, and nobody to confirm."""

    begun = fields.Nested(PasswordWaySchema)


class StaffQuerySchema(PageQuerySchema):
    """What a list of staff is narrowed by."""

    command = StaffFilter
    q = fields.String(validate=length(0, 100))
    department_id = fields.UUID(allow_none=True)
    role = fields.String(validate=length(0, 40))
    active = fields.Boolean(allow_none=True)
    sort = sort_field(STAFF)


class ColleagueSchema(AnswerSchema):
    """Somebody to choose."""

    id = fields.UUID()
    name = fields.String()
    department_id = fields.UUID()
    department_name = fields.String()
    roles = fields.List(fields.String())


class ColleagueQuerySchema(PageQuerySchema):
    """Whom to choose from."""

    command = ColleagueFilter
    q = fields.String(validate=length(0, 100))
    role = fields.String(validate=length(0, 40))
    permission = fields.String(validate=one_of(["", *Permission]))
    over_me = fields.Boolean()
    limit = fields.Integer(load_default=200, validate=validate.Range(1, MOST_COLLEAGUES, error="out_of_range"))


class SignInQuerySchema(PageQuerySchema):
    """What the log of sign-ins is narrowed by."""

    command = SignInFilter
    username = fields.String(validate=length(0, 64))
    staff_id = fields.UUID(allow_none=True)
    ok = fields.Boolean(allow_none=True)


def present_rows(ctx: Context, people: Sequence[Staff]) -> list[Presented]:
    """People with their departments' names, when they last signed in, and what the actor may do with their accounts."""
    ids = [person.id for person in people]
    names = department_names(ctx.session, (person.department_id for person in people))
    seen = sign_ins.last_sign_ins(ctx.session, ids)
    given = queries.must_change(ctx.session, ids)
    secured = factors.with_factor(ctx.session, ids)
    actions = staff.actions_of(ctx, people)
    return [
        Presented(
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


def present(ctx: Context, person: Staff) -> Presented:
    """One person."""
    ctx.session.flush()
    return present_rows(ctx, [person])[0]


@api.get("/staff", permission=READ, query=StaffQuerySchema, returns=page_of(StaffSchema))
def list_staff(ctx: Context, query: StaffFilter) -> Page[Presented]:
    """The people whom one may see and who fit a filter, a page at a time."""
    page = queries.staff_page(ctx.session, ctx.actor, query)
    return Page(present_rows(ctx, page.items), page.next)


@api.post("/staff", permission=WRITE, body=AddStaffSchema, returns=NewStaffSchema, status=201)
def add_staff(ctx: Context, command: AddStaff) -> Presented:
    """Add a person, who is sent a link to set a password by; without an address a second person confirms one."""
    person = staff.add_staff(ctx, command)
    begun = resets.welcome(ctx, person)
    answer = present(ctx, person)
    answer.extras["begun"] = present_begun(ctx, begun)
    return answer


people = api.resource("/staff", returns=StaffSchema, present=present)
people.read(readings.read_staff, permission=READ)
people.change(staff.change_staff, permission=WRITE, body=ChangeStaffSchema)
people.command("disable", staff.disable_staff, permission=WRITE)
people.command("enable", staff.enable_staff, permission=WRITE)


@api.get("/colleagues", permission=SIGNED_IN, query=ColleagueQuerySchema, returns=page_of(ColleagueSchema))
def list_colleagues(ctx: Context, query: ColleagueFilter) -> Page[Presented]:
    """The active people to choose from, by user name, a page at a time."""
    page = queries.colleague_page(ctx.session, ctx.actor, query)
    names = department_names(ctx.session, (person.department_id for person in page.items))
    rows = [Presented(person, {"department_name": names.get(person.department_id, "")}) for person in page.items]
    return Page(rows, page.next)


@api.get("/sign-ins", permission=READ, query=SignInQuerySchema, returns=SIGN_INS)
def list_sign_ins(ctx: Context, query: SignInFilter) -> Page[Any]:
    """The log of sign-ins, as far as one may see the people, the latest first, a page at a time."""
    page = sign_ins.sign_in_page(ctx.session, ctx.actor, query)
    names = queries.staff_names(ctx.session, (row.staff_id for row in page.items))
    return Page([Presented(row, {"name": names.get(row.staff_id, "")}) for row in page.items], page.next)
