"""Departments: the tree of them, added, changed, disabled."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.mechanism.form import Field
from gateway.mechanism.page import Page
from gateway.pages.staff import known
from gateway.pages.staff.views import page

TOP = _l("Nothing: it stands on top")
FIELDS = (Field("name"), Field("parent_id", look="select", blank=TOP))


def parents(_context: Any) -> Record:
    """What a department can be below."""
    return {"parent_id": known.department_pairs()}


departments = Page(
    page,
    "staff/departments.html",
    load=lambda: {"departments": sorted(known.departments(), key=lambda each: str(each["path"]))},
    path="/departments",
    endpoint="departments",
)
departments.adds(
    "department",
    auth.add_department,
    pairs=parents,
    said=_l("Added."),
    title=_l("New department"),
    icon="plus",
    tone="btn-primary mb-3",
    fields=FIELDS,
    submit=_l("Add"),
)
departments.command(
    "edit",
    auth.change_department,
    path="",
    pairs=parents,
    clears=True,
    said=_l("Changed."),
    title=_l("Change"),
    tone="btn-sm btn-ghost-secondary",
    fields=FIELDS,
    submit=_l("Save"),
)
departments.command("disable", auth.disable_department, said=_l("Disabled."), title=_l("Disable"), tone="btn-sm")
departments.command(
    "enable", auth.enable_department, said=_l("Enabled again."), title=_l("Enable again"), tone="btn-sm"
)
