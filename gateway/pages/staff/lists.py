"""The lists of staff and of sign-ins."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.formats import ago, stamp
from gateway.mechanism.table import Column, Empty, Filter, Table
from gateway.pages.staff.known import departments, roles, roles_named
from gateway.pages.staff.known import name_of as role_name

STAFF = Table(
    cells="staff/_cells.html",
    columns=(
        Column("name", _l("Full name"), cell="person", sort="name"),
        Column("department_name", _l("Department")),
        Column("roles", _l("Roles"), roles_named),
        Column("phone", _l("Phone")),
        Column("last_sign_in_at", _l("Last signed in"), lambda at: ago(at) if at else _("never")),
    ),
)
FILTERS = (
    Filter("q", _l("Name or user name"), "search", spoken=_l("Search")),
    Filter("department_id", _l("Any department"), pairs=lambda: [(each["id"], each["name"]) for each in departments()]),
    Filter("role", _l("Any role"), pairs=lambda: [(each["code"], role_name(each)) for each in roles()]),
    Filter("active", _l("Active or not"), pairs=lambda: [("true", _("Active")), ("false", _("Disabled"))]),
)
NOBODY = Empty(_l("Nobody fits"), _l("Loosen a filter."), "users")
SIGN_INS = Table(
    cells="sessions.html",
    columns=(
        Column("at", _l("When"), stamp, looks="nowrap"),
        Column("username", _l("User name"), cell="who"),
        Column("ok", _l("Result"), cell="result"),
        Column("address", _l("From where")),
    ),
)
TRIED = Table(
    cells="sessions.html",
    columns=(
        Column("at", _l("When"), stamp, looks="nowrap"),
        Column("ok", _l("Result"), cell="result"),
        Column("address", _l("From where")),
        Column("user_agent", _l("Device"), cell="device"),
    ),
)
"""The same of one person."""

SESSIONS = Table(
    cells="sessions.html",
    columns=(
        Column("user_agent", _l("Device"), cell="device_and_kind"),
        Column("address", _l("From where")),
        Column("started_at", _l("Signed in"), stamp),
        Column("seen_at", _l("Last seen"), ago),
        Column("end", _l("End it"), cell="end", hidden_title=True, looks="text-end"),
    ),
)
