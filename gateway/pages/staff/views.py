"""Staff, departments and roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import auth
from gateway.forms import filters, key, new_key, sent, text, texts, version
from gateway.lists import whole
from gateway.render import Failure, attempt, go, show
from gateway.visits import may

page = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")
ROWS = 50
CONTACT = ("name", "email", "phone", "address")


@page.get("")
def index() -> BaseResponse:
    if not may("staff:read"):
        return redirect(url_for(".departments" if may("department:read") else ".roles"), 303)
    asked = filters("q", "department_id", "role", "active")
    found = auth.list_staff(**asked, after=request.args.get("after"), limit=ROWS)
    return show("staff/index.html", fragment="staff/_list.html", found=found, asked=asked, **_choices())


@page.get("/new")
def new() -> Response:
    return _form(None, None)


@page.post("/new")
def add() -> BaseResponse:
    fields: Any = {name: value for name, value in sent("username", "department_id", *CONTACT).items() if value}
    if texts("roles"):
        fields["roles"] = texts("roles")
    made: dict[str, Any] = {}
    failure = attempt("person", lambda: made.update(auth.add_staff(fields, key=key())))
    if failure:
        return _form(None, failure)
    if made.get("password"):
        return _show_password(made, made["password"])
    return go(url_for(".detail", id=made["id"]), _("Added. A first password is still to be made."))


@page.get("/<uuid:id>")
def detail(id: UUID) -> Response:
    return _form(auth.read_staff(id), None)


@page.post("/<uuid:id>")
def change(id: UUID) -> BaseResponse:
    fields: Any = sent("department_id", *CONTACT)
    if "roles_shown" in request.form:
        fields["roles"] = texts("roles")
    failure = attempt("person", lambda: auth.change_staff(id, fields, version=version()))
    if failure:
        return _form(auth.read_staff(id), failure)
    return go(url_for(".detail", id=id), _("Changed."))


@page.post("/<uuid:id>/<any(disable, enable):verb>")
def switch(id: UUID, verb: str) -> BaseResponse:
    switch_staff = auth.disable_staff if verb == "disable" else auth.enable_staff
    failure = attempt("switch", lambda: switch_staff(id, version=version()))
    if failure:
        return _form(auth.read_staff(id), failure)
    return go(url_for(".detail", id=id), _("Disabled.") if verb == "disable" else _("Enabled again."))


@page.post("/<uuid:id>/password")
def reset(id: UUID) -> BaseResponse:
    made: dict[str, Any] = {}
    failure = attempt("reset", lambda: made.update(auth.reset_password(id)))
    someone = auth.read_staff(id)
    return _form(someone, failure) if failure else _show_password(someone, made["password"])


@page.post("/<uuid:id>/second-factor")
def reset_second_factor(id: UUID) -> BaseResponse:
    failure = attempt("reset", lambda: auth.reset_second_factor(id))
    if failure:
        return _form(auth.read_staff(id), failure)
    return go(url_for(".detail", id=id), _("The second factor is taken away."))


@page.get("/<uuid:id>/sessions")
def sessions(id: UUID) -> Response:
    return _sessions(id, None)


@page.post("/<uuid:id>/sessions/<uuid:session_id>/end")
def end_session(id: UUID, session_id: UUID) -> BaseResponse:
    failure = attempt("sessions", lambda: auth.end_session_of_person(id, session_id))
    return _sessions(id, failure) if failure else go(url_for(".detail", id=id), _("Ended."))


@page.post("/<uuid:id>/sessions/end")
def end_sessions(id: UUID) -> BaseResponse:
    failure = attempt("sessions", lambda: auth.end_sessions_of_person(id))
    return _sessions(id, failure) if failure else go(url_for(".detail", id=id), _("All of them are ended."))


@page.get("/<uuid:id>/provider-links")
def provider_links(id: UUID) -> Response:
    return _provider_links(id, None)


@page.post("/<uuid:id>/provider-links/<uuid:link_id>/end")
def end_provider_link(id: UUID, link_id: UUID) -> BaseResponse:
    failure = attempt("provider", lambda: auth.end_link(id, link_id))
    return _provider_links(id, failure) if failure else go(url_for(".detail", id=id), _("Unlinked."))


def _provider_links(id: UUID, failure: Failure | None) -> Response:
    return show(
        "staff/provider_links.html",
        fragment="staff/_provider_links.html",
        status=failure.status if failure else 200,
        failure=failure,
        id=id,
        found=auth.list_links(id)["items"],
    )


def _sessions(id: UUID, failure: Failure | None) -> Response:
    return show(
        "staff/sessions.html",
        fragment="staff/_sessions.html",
        status=failure.status if failure else 200,
        failure=failure,
        id=id,
        found=auth.list_sessions(id)["items"],
        end_of=lambda each: url_for(".end_session", id=id, session_id=each["id"]),
    )


@page.get("/sign-ins")
def sign_ins() -> Response:
    found = auth.list_sign_ins(after=request.args.get("after"), limit=ROWS)
    return show("staff/sign_ins.html", fragment="staff/_sign_ins.html", found=found)


@page.get("/departments")
def departments() -> Response:
    return _departments(None)


@page.post("/departments")
def add_department() -> BaseResponse:
    fields: Any = {name: value for name, value in sent("name", "parent_id").items() if value}
    failure = attempt("department", lambda: auth.add_department(fields, key=key()))
    return _departments(failure) if failure else go(url_for(".departments"), _("Added."))


@page.post("/departments/<uuid:id>")
def change_department(id: UUID) -> BaseResponse:
    fields: Any = sent("name", "parent_id", nullable=("parent_id",))
    failure = attempt(f"department-{id}", lambda: auth.change_department(id, fields, version=version()))
    return _departments(failure) if failure else go(url_for(".departments"), _("Changed."))


@page.post("/departments/<uuid:id>/<any(disable, enable):verb>")
def switch_department(id: UUID, verb: str) -> BaseResponse:
    switch_one = auth.disable_department if verb == "disable" else auth.enable_department
    failure = attempt(f"department-{id}", lambda: switch_one(id, version=version()))
    said = _("Disabled.") if verb == "disable" else _("Enabled again.")
    return _departments(failure) if failure else go(url_for(".departments"), said)


@page.get("/roles")
def roles() -> Response:
    return show("staff/roles.html", fragment="staff/roles.html", roles=whole(auth.list_roles))


@page.get("/roles/new")
def new_role() -> Response:
    return _role_form(None, None)


@page.post("/roles/new")
def add_role() -> BaseResponse:
    fields: Any = sent("code", "name_zh", "name_en") | {"permissions": _chosen_permissions()}
    failure = attempt("role", lambda: auth.add_role(fields, key=key()))
    return _role_form(None, failure) if failure else go(url_for(".roles"), _("Added."))


@page.get("/roles/<uuid:id>")
def role(id: UUID) -> Response:
    return _role_form(auth.read_role(id), None)


@page.post("/roles/<uuid:id>")
def change_role(id: UUID) -> BaseResponse:
    fields: Any = sent("name_zh", "name_en") | {"permissions": _chosen_permissions()}
    failure = attempt("role", lambda: auth.change_role(id, fields, version=version()))
    return _role_form(auth.read_role(id), failure) if failure else go(url_for(".roles"), _("Changed."))


@page.post("/roles/<uuid:id>/<any(disable, enable):verb>")
def switch_role(id: UUID, verb: str) -> BaseResponse:
    active: auth.ChangeRole = {"active": verb == "enable"}
    failure = attempt("role", lambda: auth.change_role(id, active, version=version()))
    said = _("Disabled.") if verb == "disable" else _("Enabled again.")
    return _role_form(auth.read_role(id), failure) if failure else go(url_for(".roles"), said)


@page.post("/roles/<uuid:id>/second-factor")
def require_second_factor(id: UUID) -> BaseResponse:
    factor = text("factor")
    needed: auth.ChangeRole = {"second_factor": factor != "", "passkey_only": factor == "passkey"}
    failure = attempt("second", lambda: auth.change_role(id, needed, version=version()))
    said = {
        "": _("It is no longer needed."),
        "passkey": _("Whoever holds this role needs a passkey now."),
    }.get(factor, _("Whoever holds this role needs a second factor now."))
    return _role_form(auth.read_role(id), failure) if failure else go(url_for(".role", id=id), said)


@page.post("/roles/<uuid:id>/groups")
def give_by_groups(id: UUID) -> BaseResponse:
    names = [name.strip() for name in text("groups").splitlines() if name.strip()]
    failure = attempt("groups", lambda: auth.change_role(id, {"groups": names}, version=version()))
    said = (
        _("Whoever is in one of these groups has this role from the next sign-in on.")
        if names
        else _("No groups give this role any more.")
    )
    return _role_form(auth.read_role(id), failure) if failure else go(url_for(".role", id=id), said)


def _chosen_permissions() -> dict[str, str]:
    """What a role may, with its scope, as the form has it."""
    return {
        name.removeprefix("permission:"): scope
        for name, scope in request.form.items()
        if name.startswith("permission:") and scope
    }


def _role_form(role: auth.Role | None, failure: Failure | None) -> Response:
    refused = failure is not None and failure.values.get("name_zh")
    return show(
        "staff/role.html",
        fragment="staff/role.html",
        status=failure.status if failure else 200,
        failure=failure,
        role=role,
        chosen=_chosen_permissions() if refused or not role else role["permissions"],
    )


def _show_password(someone: Any, password: str) -> Response:
    return show("staff/password.html", fragment="staff/password.html", someone=someone, password=password)


def _choices() -> dict[str, Any]:
    """What the choosers offer, as far as the person may see it."""
    return {
        "departments": whole(auth.list_departments) if may("department:read") else [],
        "roles": whole(auth.list_roles) if may("role:read") else [],
    }


def _form(someone: auth.Staff | None, failure: Failure | None) -> Response:
    status = failure.status if failure else 200
    return show(
        "staff/person.html",
        fragment="staff/person.html",
        status=status,
        failure=failure,
        someone=someone,
        once=new_key(),
        contact=CONTACT,
        **_choices(),
    )


def _departments(failure: Failure | None) -> Response:
    return show(
        "staff/departments.html",
        fragment="staff/departments.html",
        status=failure.status if failure else 200,
        failure=failure,
        departments=sorted(whole(auth.list_departments), key=lambda each: str(each["path"])),
    )
