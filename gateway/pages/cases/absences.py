"""Who is away from the desk, and who stands in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import feedback
from gateway.formats import day
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Column, Empty, Table
from gateway.sessions import may, person

page = Blueprint("absences", __name__, url_prefix="/absences")
TABLE = Table(
    cells="cases/_absence_cells.html",
    columns=(
        Column("person_name", _l("Who is away")),
        Column("substitute_name", _l("Who stands in")),
        Column("from_day", _l("From"), day, looks="nowrap"),
        Column("to_day", _l("To"), day, sort="to_day", looks="nowrap"),
        Column("status", _l("Status"), cell="status"),
        Column("actions", _l("Actions"), cell="actions", hidden_title=True),
    ),
)


def absences(**asked: Any) -> Record:
    """The absences that the one who asks sees, and who may stand in."""
    found: Any = feedback.list_absences(**asked)
    me = person() or {}
    at_desk = feedback.list_colleagues()["items"] if may("case:handle", "case:lead") else []
    return {**found, "colleagues": [(each["id"], each["name"]) for each in at_desk if each["id"] != me.get("id")]}


away = ListPage(
    page,
    "absences",
    Looks(
        Empty(_l("Nobody is away"), _l("While you are away, new cases go to who stands in for you."), "beach"),
        "cases/absences.html",
        table=TABLE,
        above="cases/_new_absence.html",
    ),
    find=absences,
)
away.adds(
    "create",
    feedback.go_away,
    said=_l("New cases go to who stands in for you on these days."),
    title=_l("I am away"),
    icon="beach",
    tone="btn-primary",
    pairs=lambda context: {"substitute_id": context["found"]["colleagues"]},
    fields=(
        Field("substitute_id", _l("Who stands in"), look="select", blank=_l("Choose …")),
        Field("from_day", _l("From")),
        Field("to_day", _l("To, this day included")),
    ),
    submit=_l("Save"),
)
away.command("end", feedback.end_absence, said=_l("Welcome back."), title=_l("Back already"), tone="btn-sm")
