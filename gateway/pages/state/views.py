"""The state of the system: a panel a service, each told by the service itself."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from contracts.services import SERVICES
from gateway.clients.generated import every
from gateway.render import show
from gateway.visits import may

page = Blueprint("state", __name__, url_prefix="/state", template_folder="templates")


@page.get("")
def index() -> Response:
    if not may("system:read"):
        abort(403)
    mailbox = current_app.extensions["settings"].mailbox_url
    return show("state/index.html", fragment="state/index.html", services=SERVICES, mailbox=mailbox)


@page.get("/<service>")
def service(service: str) -> Response:
    if service not in SERVICES:
        abort(404)
    state = every.read_state(service)
    return show("state/service.html", fragment="state/_service.html", state=state, service=service)
