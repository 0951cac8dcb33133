"""Who is away, and who stands in."""

from __future__ import annotations

from collections.abc import Sequence

from marshmallow import fields

from chassis.auth.directory import names_of
from chassis.context import Context
from chassis.db import ListQuery, Page
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, page_of, sort_field
from contracts.permissions import Permission
from services.feedback.domain.absences import ABSENCE, status_of
from services.feedback.store.colleagues import ABSENCES, absence_page
from services.feedback.store.models import Absence
from services.feedback.usecases import assigning
from services.feedback.usecases.assigning import GoAway

api = Api("absences", description="Who is away from the desk, and who stands in")
READ = Permission.CASE_READ


class AbsenceSchema(AnswerSchema):
    """Days on which somebody is away, the first and the last included, and who gets what is newly assigned."""

    id = fields.UUID()
    version = fields.Integer()
    person_id = fields.UUID()
    person_name = fields.String()
    substitute_id = fields.UUID()
    substitute_name = fields.String()
    from_day = fields.Date()
    to_day = fields.Date()
    status = fields.String()
    actions = fields.List(fields.String())


class AbsenceQuerySchema(PageQuerySchema):
    """Which page of the absences."""

    command = ListQuery
    sort = sort_field(ABSENCES)


class GoAwaySchema(CommandSchema):
    """Who stands in for oneself, from the first of these days to the last."""

    command = GoAway
    substitute_id = fields.UUID(required=True)
    from_day = fields.Date(required=True)
    to_day = fields.Date(required=True)


@api.get("/absences", permission=READ, query=AbsenceQuerySchema, returns=page_of(AbsenceSchema))
def list_absences(ctx: Context, query: ListQuery) -> Page[Presented]:
    """One's own absences and those in which one stands in; to the leadership those of all."""
    page = absence_page(ctx.session, ctx.actor, query)
    return Page(present_rows(ctx, page.items), page.next)


def present_rows(ctx: Context, absences: Sequence[Absence]) -> list[Presented]:
    """Absences with the names of both, where each stands today, and what the actor may do with it."""
    names = names_of(ctx.session, (id for each in absences for id in (each.person_id, each.substitute_id)))
    rows = []
    for each in absences:
        status = status_of(each, ctx.today)
        extras = {
            "person_name": names.get(each.person_id, ""),
            "substitute_name": names.get(each.substitute_id, ""),
            "status": status,
            "actions": ABSENCE.actions(each, ctx.actor, status=status),
        }
        rows.append(Presented(each, extras))
    return rows


def present(ctx: Context, absence: Absence) -> Presented:
    """One of them."""
    return present_rows(ctx, [absence])[0]


absences = api.resource("/absences", returns=AbsenceSchema, present=present)
absences.create(assigning.go_away, permission=READ, body=GoAwaySchema)
absences.command("end", assigning.end_absence, permission=READ)
