"""Roles: what each may do and how far, who needs a second factor, which groups give it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.forms import text
from gateway.lists import whole
from gateway.mechanism.form import Field
from gateway.mechanism.page import Page
from gateway.mechanism.permissions import PERMISSIONS, chosen
from gateway.pages.staff.views import page
from gateway.render import show
from gateway.words import CHOICES

NAMES = (Field("name_zh"), Field("name_en"))


@page.get("/roles")
def roles() -> Response:
    """All roles."""
    return show("staff/roles.html", roles=whole(auth.list_roles))


def everything() -> dict[str, str]:
    """Every permission there is, and how far it can reach."""
    return dict.fromkeys(CHOICES["permission"], "all")


def to_roles(_role: Any) -> str:
    """Where a change of a role is seen."""
    return url_for("staff.roles")


new_role = Page(
    page,
    "staff/new_role.html",
    load=lambda: {"widest": everything(), "chosen": chosen()},
    path="/roles/new",
    endpoint="new_role",
)
new_role.adds(
    "role",
    auth.add_role,
    see=to_roles,
    said=_l("Added."),
    title=_l("Add"),
    fields=(Field("code", hint=_l("Small letters and underscores only.")), *NAMES, PERMISSIONS),
)


def role_of(id: UUID) -> Record:
    """A role, and what can be chosen for it."""
    role = auth.read_role(id)
    return {"role": role, "widest": everything(), "chosen": chosen() if text("name_zh") else role["permissions"]}


def named_groups() -> list[str]:
    """The groups that were typed, one a line."""
    return [name.strip() for name in text("groups").splitlines() if name.strip()]


def said_of_factor(_role: Any) -> str:
    """What to say after a second factor was asked for, or no more."""
    said = {"": _("It is no longer needed."), "passkey": _("Whoever holds this role needs a passkey now.")}
    return str(said.get(text("factor"), _("Whoever holds this role needs a second factor now.")))


def said_of_groups(_role: Any) -> str:
    """What to say after groups were named that give a role."""
    if named_groups():
        return str(_("Whoever is in one of these groups has this role from the next sign-in on."))
    return str(_("No groups give this role any more."))


role = Page(page, "staff/role.html", load=role_of, path="/roles/<uuid:id>", endpoint="role")


def changes(name: str, fields: tuple[Field, ...], path: str = "", see: Any = None, **declared: Any) -> None:
    """One of the ways in which a role is changed: each sends a part of it."""
    at = f"/roles/<uuid:id>{path}"
    role.adds(
        name, auth.change_role, path=at, record="role", always=False, see=see, clears=True, fields=fields, **declared
    )


def switched(active: bool) -> tuple[Field, ...]:
    """The field that switches a role on or off."""
    return (Field("active", look="none", read=lambda: active),)


changes("edit", (*NAMES, PERMISSIONS), see=to_roles, said=_l("Changed."), title=_l("Save"))
changes("disable", switched(False), "/disable", to_roles, said=_l("Disabled."), title=_l("Disable"))
changes("enable", switched(True), "/enable", to_roles, said=_l("Enabled again."), title=_l("Enable again"))
changes(
    "require-second-factor",
    (
        Field("second_factor", look="none", read=lambda: text("factor") != ""),
        Field("passkey_only", look="none", read=lambda: text("factor") == "passkey"),
    ),
    "/second-factor",
    said=said_of_factor,
)
changes(
    "give-by-groups",
    (Field("groups", _l("Groups"), look="textarea", read=named_groups),),
    "/groups",
    said=said_of_groups,
    title=_l("Save"),
)
