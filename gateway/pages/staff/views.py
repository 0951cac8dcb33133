"""Staff: find, add, change, disable, reset; where somebody is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.page import Page
from gateway.mechanism.table import Empty
from gateway.pages.staff import known
from gateway.pages.staff.lists import FILTERS, NOBODY, SESSIONS, SIGN_INS, STAFF
from gateway.render import go
from gateway.sessions import may, person

page = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")
CONTACT = (
    Field("name", _l("Full name")),
    Field("email", look="email"),
    Field("phone", look="tel"),
    Field("address"),
)
PLACE = (Field("department_id", required=True), Field("roles"))


@page.before_request
def elsewhere() -> BaseResponse | None:
    """Who may not read the list of staff begins where there is something to read."""
    if request.endpoint != "staff.index" or may("staff:read"):
        return None
    first = ".departments" if may("department:read") else ".roles" if may("role:read") else ".requests"
    return redirect(url_for(first), 303)


ListPage(
    page,
    "list",
    Looks(NOBODY, "staff/index.html", table=STAFF),
    find=auth.list_staff,
    filters=FILTERS,
    size=50,
)
ListPage(
    page,
    "sign-ins",
    Looks(Empty(_l("Nothing on record fits"), icon="file-search"), "staff/sign_ins.html", table=SIGN_INS),
    find=auth.list_sign_ins,
    path="/sign-ins",
    endpoint="sign_ins",
    size=50,
)


def begun(way: Any) -> BaseResponse:
    """What was done, and what happens next: a link is on its way, or a second person is asked."""
    if way["sent_to"]:
        sent = _("A link went to %(address)s. It is good once, for an hour.", address=way["sent_to"])
        return go(request.path.rpartition("/")[0], sent)
    return asked(way["request"])


def asked(wanted: Any) -> BaseResponse:
    """The request that waits for its second person."""
    return go(url_for(".request", id=wanted["id"]), _("This needs a second person, who has been told."))


def added(made: Any) -> BaseResponse:
    """What a new colleague begins with, and what happens next."""
    see, way = url_for(".detail", id=made["id"]), made["begun"]
    if way["sent_to"]:
        sent = _("Added. A link to set a password went to %(address)s; it is good for an hour.", address=way["sent_to"])
        return go(see, sent)
    if way["request"]:
        waits = _("Added. Without an e-mail address the first password needs a second person, who has been told.")
        return go(url_for(".request", id=way["request"]["id"]), waits)
    nothing = _(
        "Added. Nothing was sent: a program gets a token; a person needs an e-mail address, or somebody who can "
        "confirm a first password."
    )
    return go(see, nothing)


def places(context: Record) -> Record:
    """The departments and roles to choose among."""
    someone = context["someone"]
    return {"department_id": known.department_pairs(someone.get("department_id")), "roles": known.role_pairs()}


newcomer = Page(
    page,
    "staff/newcomer.html",
    load=lambda: {"someone": {"department_id": (person() or {}).get("department_id")}},
    path="/new",
    endpoint="new",
)
newcomer.adds(
    "person",
    auth.add_staff,
    record="someone",
    pairs=places,
    see=added,
    said="",
    title=_l("Add"),
    fields=(
        Field(
            "username",
            hint=_l("To sign in with."),
            html={"autocomplete": "off", "autocapitalize": "none"},
        ),
        *CONTACT,
        Field("department_id", required=True, of="department_id"),
        Field("roles"),
    ),
)


def person_of(id: UUID) -> Record:
    """A colleague."""
    return {"someone": auth.read_staff(id)}


def sessions_of(id: UUID) -> Record:
    """Where a colleague is signed in."""
    return {"found": auth.list_sessions(id)["items"], "table": SESSIONS}


someone = Page(page, "staff/person.html", load=person_of, path="/<uuid:id>", endpoint="detail")
someone.adds(
    "edit",
    auth.change_staff,
    record="someone",
    always=False,
    pairs=places,
    clears=True,
    said=_l("Changed."),
    title=_l("Save"),
    fields=(*CONTACT, *PLACE),
)
someone.adds(
    "disable",
    auth.disable_staff,
    path="/<uuid:id>/disable",
    record="someone",
    always=False,
    said=_l("Disabled."),
    title=_l("Disable"),
    confirm=lambda each: _(
        "Disable %(name)s? The person can no longer sign in. Customers of this person stay with them until the "
        "department's manager or the leadership hands them over.",
        name=each["name"],
    ),
)
someone.adds(
    "enable",
    auth.enable_staff,
    path="/<uuid:id>/enable",
    record="someone",
    always=False,
    said=_l("Enabled again."),
    title=_l("Enable again"),
)
someone.adds(
    "reset-password",
    auth.reset_password,
    path="/<uuid:id>/password",
    record="someone",
    always=False,
    see=begun,
    said="",
    title=_l("Reset the password"),
    icon="key",
    confirm=lambda each: _(
        "Let %(name)s choose a new password? A link goes to the person's own address; where there is none, a second "
        "person is asked.",
        name=each["name"],
    ),
)
someone.adds(
    "reset-second-factor",
    auth.reset_second_factor,
    path="/<uuid:id>/second-factor",
    record="someone",
    always=False,
    see=asked,
    said="",
    title=_l("Take the second factor away"),
    icon="device-mobile-off",
    confirm=lambda each: _(
        "Take the second factor of %(name)s away? A second person is asked first. Where a role asks for one, the next "
        "sign-in leads to setting it up anew.",
        name=each["name"],
    ),
)

sessions = Page(
    page,
    "staff/sessions.html",
    part="staff/_sessions.html",
    load=sessions_of,
    path="/<uuid:id>/sessions",
    endpoint="sessions",
    see=".detail",
)
sessions.command(
    "end",
    auth.end_session_of_person,
    row_as="session_id",
    said=_l("Ended."),
    title=_l("End"),
    tone="btn-sm",
)
sessions.adds(
    "end",
    auth.end_sessions_of_person,
    path="/<uuid:id>/sessions/end",
    said=_l("All of them are ended."),
    title=_l("End all"),
    tone="btn-sm",
    confirm=_l("End all of them?"),
)


def links_of(id: UUID) -> Record:
    """A colleague's links to the company's provider."""
    return {"found": auth.list_links(id)["items"]}


links = Page(
    page,
    "staff/provider_links.html",
    part="staff/_provider_links.html",
    load=links_of,
    path="/<uuid:id>/provider-links",
    endpoint="provider_links",
    see=".detail",
)
links.command(
    "end",
    auth.end_link,
    row_as="link_id",
    said=_l("Unlinked."),
    title=_l("Unlink"),
    tone="btn-sm",
    confirm=lambda link: _(
        "Unlink %(name)s? The sessions end, and the next sign-in there links whoever has this user name then.",
        name=link["username"] or link["subject"],
    ),
)
