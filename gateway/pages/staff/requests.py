"""What needs a second person: one-time passwords, and second factors that are lost."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.formats import stamp
from gateway.mechanism.page import Page
from gateway.mechanism.record import RecordPage
from gateway.mechanism.table import Column, Table
from gateway.pages.staff.views import page
from gateway.render import show

REQUESTS = Table(
    cells="staff/_cells.html",
    columns=(
        Column("name", _l("Full name"), cell="request"),
        Column("department_name", _l("Department")),
        Column("kind", _l("What for"), cell="request_kind"),
        Column("requested_by_name", _l("Asked by")),
        Column("created_at", _l("When"), stamp, looks="nowrap"),
        Column("status", _l("Status"), cell="request_status"),
    ),
)


def requests_of() -> Record:
    """The requests, the newest first."""
    found = auth.list_account_requests(after=request.args.get("after"), limit=50)
    return {"found": found, "table": REQUESTS}


Page(page, "staff/requests.html", load=requests_of, path="/requests", endpoint="requests")

one = RecordPage(
    page,
    "asked",
    folder="staff",
    load=auth.read_account_request,
    path="/requests/<uuid:id>",
    endpoint="request",
    whole="request",
    part="_request",
)
one.command(
    "confirm",
    auth.confirm_account_request,
    said=_l("Confirmed."),
    title=_l("Confirm"),
    icon="check",
    leads=True,
    confirm=_l("Have you made sure in person that it is really wanted?"),
)
one.command("refuse", auth.refuse_account_request, said=_l("Refused."), title=_l("Refuse"), icon="x")
one.command("withdraw", auth.withdraw_account_request, said=_l("Taken back."), title=_l("Take back"))


one.adds(
    "collect",
    auth.collect_password,
    shows="staff/_handed_over.html",
    said="",
    title=_l("Show the one-time password"),
    icon="key",
    tone="btn-primary",
    confirm=_l("It is shown this once, and the present password ends. Is the person with you?"),
)


@page.get("/requests/count")
def requests_count() -> BaseResponse:
    """How many wait for whoever looks, beside the tab."""
    return show("staff/_requests_count.html", waiting=auth.count_account_requests()["waiting"])
