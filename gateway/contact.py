"""Where somebody writes to who has found a hole: /.well-known/security.txt (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, abort

from chassis.clock import Clock
from gateway.settings import GatewaySettings

PATH = "/.well-known/security.txt"
HOLDS = timedelta(days=180)


def register_contact(app: Flask, settings: GatewaySettings, clock: Clock) -> None:
    """Adds the file; there is none in a house that names no contact."""

    @app.get(PATH, endpoint="security_contact")
    def security_contact() -> Response:
        contact = settings.security_contact
        if not contact:
            abort(404)
        if "@" in contact and not contact.startswith(("mailto:", "https:")):
            contact = f"mailto:{contact}"
        ends = (clock() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
        lines = {
            "Contact": contact,
            "Expires": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Preferred-Languages": "zh, en",
            "Canonical": settings.public_url.rstrip("/") + PATH,
        }
        text = "".join(f"{name}: {value}\n" for name, value in lines.items())
        return Response(text, content_type="text/plain; charset=utf-8")
