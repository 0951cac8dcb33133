"""Oneself: who one is, one's own contact data and password."""

from __future__ import annotations

from chassis.auth import Actor
from chassis.context import Context
from chassis.http import SIGNED_IN, Api, Shown
from services.auth.api import schemas
from services.auth.store import queries
from services.auth.store.models import Staff
from services.auth.usecases import sign_in, staff

api = Api("me", description="The person who is signed in")


def shown(ctx: Context, person: Staff, actor: Actor) -> Shown:
    """A person as they see themselves."""
    names = queries.department_names(ctx.session, [person.department_id])
    return Shown(
        person,
        {
            "department_name": names.get(person.department_id, ""),
            "permissions": actor.permissions,
            "must_change_password": bool(queries.must_change(ctx.session, [person.id])),
        },
    )


@api.get("/me", permission=SIGNED_IN, returns=schemas.MeSchema)
def read_me(ctx: Context) -> Shown:
    person = staff.acting(ctx)
    return shown(ctx, person, sign_in.actor_of(ctx, person))
