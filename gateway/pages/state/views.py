"""The state of the system: a panel a service, each told by the service itself."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, url_for
from flask_babel import lazy_gettext as _l

from contracts.services import SERVICES
from gateway.clients.generated import auth, every
from gateway.mechanism.panel import show_panel
from gateway.pages.state.tables import BACKUPS, CURSORS, SUBSCRIPTIONS
from gateway.render import show
from gateway.sessions import may
from gateway.words import label

page = Blueprint("state", __name__, url_prefix="/state", template_folder="templates")


@page.get("")
def index() -> Response:
    """The state of the system, a panel a service."""
    if not may("system:read"):
        abort(403)
    mailbox = current_app.extensions["settings"].mailbox_url
    return show("state/index.html", services=SERVICES, mailbox=mailbox)


@page.get("/backups")
def backups() -> Response:
    """The backups: when the last proven one was taken, and what came of the last ones."""
    return show_panel(
        "state/_backups.html",
        _l("Backups"),
        url_for(".index"),
        _l("State of the system"),
        backups=auth.read_backups(),
        table=BACKUPS,
    )


@page.get("/<service>")
def service(service: str) -> Response:
    """The state of one service."""
    if service not in SERVICES:
        abort(404)
    back = url_for(".index")
    state = every.read_state(service)
    return show_panel(
        "state/_service.html",
        label("service", service),
        back,
        _l("State of the system"),
        state=state,
        subscriptions=SUBSCRIPTIONS,
        cursors=CURSORS,
    )
