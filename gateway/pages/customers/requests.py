"""View requests: ask to see somebody else's VIP customer, decide, end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.clients.generated import customer
from gateway.lists import whole
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Empty

page = Blueprint("requests", __name__, url_prefix="/requests")
HOURS = (1, 2, 4, 8, 24, 72, 168, 720)


@page.app_template_global()
def hours_long(hours: int) -> str:
    """So many hours, as people say it."""
    days = hours // 24
    if hours % 24:
        return str(_("%(number)s h", number=hours))
    return str(ngettext("1 day", "%(num)s days", days))


def is_open(request: Any) -> bool:
    """Whether the customer can be seen by it now."""
    return bool(request["status"] == "approved")


own = ListPage(
    page,
    "requests",
    Looks(
        Empty(_l("You have asked for nothing yet"), icon="eye-question"),
        "customers/requests_index.html",
        item="customers/_request.html",
        above="customers/_ask_view.html",
    ),
    find=customer.list_own_view_requests,
    extras=lambda found: {"is_open": is_open},
)
own.adds(
    "ask",
    customer.ask_view,
    said=_l("Asked. If it is somebody else's VIP customer, the owner's manager decides."),
    title=_l("Ask"),
    icon="send",
    fields=(
        Field("customer_code", _l("Code of the customer"), hint=_l("The customer knows it, or its letters carry it.")),
        Field("hours", _l("For how long"), value=8, pairs=lambda: [(each, hours_long(each)) for each in HOURS]),
        Field("purpose", look="textarea", wide=True, hint=_l("Goes on record; the owner's manager decides by it.")),
    ),
)
own.command(
    "end",
    customer.end_view,
    path="end/index",
    said=_l("Ended."),
    title=lambda request: _("End it") if is_open(request) else _("Take back"),
    tone="btn-sm",
)

deciding = ListPage(
    page,
    "requests",
    Looks(
        Empty(_l("Nothing waits for your decision"), icon="eye-check"),
        "customers/requests_to_decide.html",
        item="customers/_request_to_decide.html",
        below="customers/_open_now.html",
    ),
    find=customer.list_access_requests_to_decide,
    path="/to-decide",
    endpoint="to_decide",
    rows_at="",
    extras=lambda found: {"open": {"items": whole(customer.list_access_requests_to_decide, status="approved")}},
)
deciding.command(
    "approve",
    customer.approve_view,
    said=_l("The customer is open to them now."),
    title=lambda request: _("Open for %(time)s", time=hours_long(request["hours"])),
    icon="check",
    leads=True,
)
deciding.command(
    "refuse",
    customer.refuse_view,
    said=_l("Refused."),
    title=_l("Refuse"),
    icon="x",
    fields=(Field("reason", look="textarea"),),
)
deciding.command("end", customer.end_view, path="end/to_decide", said=_l("Ended."), title=_l("End it"), tone="btn-sm")
