"""Files that a service makes, passed on as they come."""

from __future__ import annotations

from flask import Response

from chassis.client import File


def passed_on(file: File, name: str) -> Response:
    """The file, under ``name`` where the service gives it none."""
    response = Response(file.content, content_type=file.mimetype)
    response.headers["Content-Disposition"] = file.disposition or f'attachment; filename="{name}"'
    return response
